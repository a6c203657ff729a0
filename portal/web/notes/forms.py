"""Forms for when and where a note goes out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, RadioField
from wtforms.validators import Length, Optional

from portal.approvals.rules import SendWindow
from portal.followups.rules.working_time import to_utc
from portal.notes.rules import SUBJECT_LENGTH
from portal.web.shared import fields, formatting
from portal.web.shared.fields import Form, options
from portal.web.shared.time_field import ClockField

NOW, MORNING, OTHER = "now", "morning", "other"


class ResendForm(Form):
    """A note that did not arrive, sent again, to another address if one is given."""

    id_prefix = "again"
    email = fields.email(_("Email address"))


class FillForm(Form):
    """The writer's own words for a placeholder left in the note."""

    id_prefix = "fill"
    placeholder = HiddenField(validators=[Length(max=SUBJECT_LENGTH)])
    words = fields.line(_("Your own words"), required=True)


class SendTimeForm(Form):
    """Right away, the next morning, or at another time, in the recipient's time zone.

    `read` is the digest of the text that was read before it was sent.
    """

    read = HiddenField(validators=[Length(max=64)])
    when = RadioField(_("When?"), default=NOW)
    date = DateField(_("Day"), [Optional(), fields.check_year])
    at = ClockField(_("Time"), [Optional()])

    def __init__(self, window: SendWindow, *, right_away: str) -> None:
        """Offer the times in the window; `right_away` is the label of the first choice."""
        super().__init__()
        self.window = window
        found = [(NOW, right_away)]
        if window.morning:
            found.append((MORNING, formatting.moment(window.morning, window.zone.key)))
        if not window.is_over:
            found.append((OTHER, _("At a specific time")))
        self.when.choices = options(found)

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the note may go out at the chosen time; put each error at its field."""
        return super().validate(extra_validators) and (self.when.data != OTHER or self._holds())

    def moment(self) -> datetime | None:
        """Return the chosen moment in UTC, None for right away."""
        if self.when.data == MORNING:
            return self.window.morning
        if self.when.data == OTHER and self.date.data and self.at.data:
            return to_utc(self.date.data, self.at.data, self.window.zone)
        return None

    def _holds(self) -> bool:
        found = self.moment()
        if self.date.data is None:
            self.date.errors = _with(self.date.errors, gettext("Enter the date."))
        if self.at.data is None:
            self.at.errors = _with(self.at.errors, gettext("Enter a time."))
        if found is not None and not self.window.holds(found):
            field = self.date if found > self.window.last else self.at
            field.errors = _with(field.errors, self._why_not(found))
            return False
        return found is not None

    def _why_not(self, found: datetime) -> str:
        if found <= self.window.now:
            return gettext("That time has passed. Choose a later one.")
        last = formatting.dated_moment(self.window.last, self.window.zone.key)
        return gettext("After %(last)s it would be too late. Choose an earlier time.", last=last)


def _with(errors: Sequence[str], sentence: str) -> list[str]:
    return [*errors, sentence]
