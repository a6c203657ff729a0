"""When candidates get no reminders (docs/rules.md#reminders)."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.followups.rules.working_time import to_utc

QUIET_FROM, QUIET_UNTIL = time(20), time(8)


def is_quiet(moment: datetime, zone: ZoneInfo) -> bool:
    """Return whether the moment is within quiet hours in this zone."""
    clock = moment.astimezone(zone).time()
    return clock >= QUIET_FROM or clock < QUIET_UNTIL


def quiet_hours_end(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the end, in UTC, of the quiet hours that the moment is in."""
    local = moment.astimezone(zone)
    day = local.date() + timedelta(days=1) if local.time() >= QUIET_FROM else local.date()
    return to_utc(day, QUIET_UNTIL, zone)
