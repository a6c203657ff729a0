"""The form for an agency's policies, made from their descriptors."""

from datetime import time
from types import SimpleNamespace
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, IntegerField, RadioField
from wtforms.validators import InputRequired, ValidationError

from portal.agencies.models import AgencyProfile
from portal.followups.rules.policy import NUMBERS, QUIET_BOUNDS, PolicyNumber
from portal.policies.values import DEFAULTS, current_values
from portal.web.shared import formatting
from portal.web.shared.choices import NOTE_SENDERS
from portal.web.shared.edit_conflict_forms import ConflictCheckedForm
from portal.web.shared.fields import options
from portal.web.shared.time_field import ClockField


class PolicyNumberField(IntegerField):
    """A whole number within the bounds of its descriptor."""

    def __init__(self, label: Any = None, validators: Any = None, *, number: PolicyNumber, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.number = number

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number; raise `ValueError` with its bounds where there is none, or one out of bounds."""
        if not valuelist:
            return
        self.data = None
        try:
            self.data = int(valuelist[0])
        except ValueError as unreadable:
            raise ValueError(self._bounds()) from unreadable

    def pre_validate(self, _form: Any) -> None:
        """Refuse a number out of bounds."""
        if self.data is not None and not self.number.allows(self.data):
            raise ValidationError(self._bounds())

    def _bounds(self) -> str:
        return gettext(self.number.unit.bounds, least=self.number.least, most=self.number.most)


class PolicyForm(ConflictCheckedForm):
    """Every policy of the agency: a field for each number, the quiet hours, and the choices."""

    quiet_start = ClockField(_("Quiet hours start"))
    quiet_end = ClockField(_("Quiet hours end"))
    reminders_before_acceptance = BooleanField(
        _("Send reminders to candidates who haven’t accepted their invitation yet")
    )
    note_sending = RadioField(
        _("Who sends notes to employers?"), [InputRequired(_("Choose one."))], choices=options(NOTE_SENDERS)
    )
    posts_cards = BooleanField(_("Our offices print and mail cards for candidates"))

    def validate_quiet_start(self, field: Field) -> None:
        _check_time(field, *QUIET_BOUNDS["quiet_start"])

    def validate_quiet_end(self, field: Field) -> None:
        _check_time(field, *QUIET_BOUNDS["quiet_end"])

    def values(self) -> dict[str, Any]:
        """Return the policies as typed, by name."""
        return {name: self[name].data for name in DEFAULTS}

    def put_default(self, name: str) -> None:
        """Put the default into this field, whatever was typed there."""
        if name in DEFAULTS:
            field = self[name]
            field.data, field.raw_data, field.process_errors = DEFAULTS[name], None, []


for _row in NUMBERS.values():
    setattr(PolicyForm, _row.name, PolicyNumberField(_(_row.label), number=_row))


def shown_values(profile: AgencyProfile) -> SimpleNamespace:
    """Return the agency's policies as the form reads them."""
    return SimpleNamespace(**current_values(profile))


def _check_time(field: Field, first: time, last: time) -> None:
    if field.data is None or not first <= field.data <= last:
        words = {"first": formatting.time_of_day(first), "last": formatting.time_of_day(last)}
        raise ValidationError(gettext("Enter a time from %(first)s to %(last)s.", **words))
