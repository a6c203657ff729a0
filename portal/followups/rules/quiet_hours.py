"""When candidates are left alone (docs/rules.md#reminders)."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.followups.rules.working_time import to_utc

QUIET_FROM, QUIET_UNTIL = time(20), time(8)


def is_quiet(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether candidates are left alone at that moment of theirs."""
    clock = moment.astimezone(zone).time()
    return clock >= QUIET_FROM or clock < QUIET_UNTIL


def quiet_hours_end(moment: datetime, zone: ZoneInfo) -> datetime:
    """The end of the quiet hours that the moment lies in."""
    local = moment.astimezone(zone)
    day = local.date() + timedelta(days=1) if local.time() >= QUIET_FROM else local.date()
    return to_utc(day, QUIET_UNTIL, zone)
