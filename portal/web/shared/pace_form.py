"""The form for an employer's hiring timeline."""

from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, Field, IntegerField, RadioField
from wtforms.validators import NumberRange, Optional, ValidationError

from portal.applications.rules import Pace
from portal.web.shared import fields, formatting
from portal.web.shared.fields import Form, options

YES_NO = options([("", _("Not specified")), ("yes", _("Yes")), ("no", _("No"))])


STAGES = options([("", _("Not specified")), ("near_end", _("Near the end")), ("way_to_go", _("Still early on"))])


class PaceForm(Form):
    """What is known of the hiring timeline; every field is optional. A decision comes no earlier than `not_before`."""

    not_before: date | None = None
    decision_on = DateField(_("Decision date"), [Optional(), fields.check_year])
    expected_days = IntegerField(
        _("Days they expect it to take"),
        [Optional(), NumberRange(1, 365, message=_("Enter a number from 1 to 365."))],
    )
    stage = RadioField(_("Stage"), choices=STAGES, default="")
    candidates_left = IntegerField(
        _("Candidates left to interview"),
        [Optional(), NumberRange(0, 10000, message=_("Enter a number from 0 to 10,000."))],
    )
    hires_right_away = RadioField(_("Do they hire right away?"), choices=YES_NO, default="")

    def validate_decision_on(self, field: Field) -> None:
        """Refuse a decision before the interview that it is about."""
        if field.data and self.not_before and field.data < self.not_before:
            day = formatting.short_day(self.not_before)
            raise ValidationError(gettext("Enter a date on or after the interview, %(day)s.", day=day))

    def pace(self) -> Pace:
        hires = {"yes": True, "no": False}.get(self.hires_right_away.data or "")
        return Pace(
            self.decision_on.data,
            self.expected_days.data,
            self.stage.data or None,
            self.candidates_left.data,
            hires,
        )

    def show_pace(self, pace: object) -> None:
        """Fill the form with this hiring timeline, of an application or an interview."""
        for name in ("decision_on", "expected_days", "candidates_left"):
            self[name].data = getattr(pace, name)
        self.stage.data = getattr(pace, "stage", None) or ""
        self.hires_right_away.data = {True: "yes", False: "no", None: ""}[getattr(pace, "hires_right_away", None)]
