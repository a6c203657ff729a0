"""Until when a step may be snoozed (docs/rules.md#put-off)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.followups.rules.quiet_hours import QuietHours
from portal.followups.rules.working_time import local_date, to_utc

SOON, THIS_EVENING, TOMORROW = "soon", "this_evening", "tomorrow"
SOON_DELAY = timedelta(hours=1)
LONGEST_SNOOZE = timedelta(days=30)
EVENING, MORNING = time(18), time(9)


@dataclass(frozen=True)
class SnoozeOption:
    """A choice for a snooze: its code, and the moment it ends, in UTC."""

    code: str
    until: datetime


def snooze_options(
    now: datetime, zone: ZoneInfo, quiet: QuietHours, missed_from: datetime | None = None
) -> tuple[SnoozeOption, ...]:
    """Return one hour, this evening, and tomorrow morning, without those in quiet hours or too late for the step."""
    today = local_date(now, zone)
    soon = now.replace(second=0, microsecond=0) + SOON_DELAY
    evening = to_utc(today, EVENING, zone)
    found = [SnoozeOption(TOMORROW, to_utc(today + timedelta(days=1), MORNING, zone))]
    if evening > soon and not quiet.covers(evening, zone):
        found.insert(0, SnoozeOption(THIS_EVENING, evening))
    if soon.astimezone(zone).time() >= MORNING and not quiet.covers(soon, zone):
        found.insert(0, SnoozeOption(SOON, soon))
    return tuple(choice for choice in found if missed_from is None or choice.until < missed_from)


def can_snooze_until(until: datetime, now: datetime, missed_from: datetime | None = None) -> bool:
    """Return whether a candidate may choose this moment: ahead, within 30 days, and while the step can be done."""
    return now < until <= now + LONGEST_SNOOZE and (missed_from is None or until < missed_from)
