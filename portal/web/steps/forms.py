"""The form in which a candidate picks until when a task is snoozed."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _
from wtforms import DateField
from wtforms.validators import InputRequired

from portal.followups.rules.working_time import to_utc
from portal.web.shared import fields
from portal.web.shared.fields import Form
from portal.web.shared.time_field import ClockField

PICK = "pick"
"""The choice of a moment that the form holds."""


class SnoozeTimeForm(Form):
    """A day and a time on the candidate's own clock."""

    on = DateField(_("Date"), [InputRequired(_("Choose a date.")), fields.check_year])
    at = ClockField(_("Time"), [InputRequired(_("Choose a time."))])

    def moment(self, zone: ZoneInfo) -> datetime:
        """Return the chosen moment in UTC."""
        return to_utc(self.on.data, self.at.data, zone)
