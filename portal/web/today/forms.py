"""The form of a snooze."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, RadioField
from wtforms.validators import Optional

from portal.today.rules import can_snooze_until, morning_of, snooze_choices
from portal.web.shared import fields, formatting, request_cycle
from portal.web.shared.fields import Form

ON_DAY = "on"
REASON_LENGTH = 120


class SnoozeForm(Form):
    """Until when, by a choice or by a day, and why."""

    until = RadioField(_("Until when"), validate_choice=False)
    on = DateField(_("Pick a date"), [Optional(), fields.check_year])
    reason = fields.line(_("Reason, like “on vacation”"), most=REASON_LENGTH)

    def ends_at(self) -> datetime | None:
        """Return when the snooze ends; None, with the error at its field, if that cannot be."""
        now, zone = request_cycle.now(), ZoneInfo(request_cycle.viewer().time_zone)
        days: dict[str, date | None] = {choice.code: choice.day for choice in snooze_choices(now, zone)}
        day = (days | {ON_DAY: self.on.data}).get(self.until.data or "")
        if day is not None and can_snooze_until(day, now, zone):
            return morning_of(day, zone)
        self.on.errors = [*self.on.errors, gettext("Choose a day from tomorrow on, up to 90 days ahead.")]
        return None


def snooze_pills() -> list[tuple[str, str]]:
    """Return the choices of a snooze, each with its code and its words."""
    found = snooze_choices(request_cycle.now(), ZoneInfo(request_cycle.viewer().time_zone))
    labels = {found[0].code: gettext("Tomorrow %(time)s", time=formatting.clock_time(found[0].until))}
    return [(choice.code, labels.get(choice.code) or formatting.short_day(choice.day)) for choice in found]
