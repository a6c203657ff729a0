"""What staff may do with a candidate's late task, and until when they may snooze it (docs/rules.md#snooze)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.followups.rules.working_time import local_date, to_utc

TOMORROW, IN_DAYS, NEXT_WEEK = "tomorrow", "in_days", "next_week"
COMPLETABLE = ("collect_contacts", "thank", "follow_up")
"""The kinds of task that are done once the candidate says so."""
MORNING = time(9)
DAYS_AHEAD, DAYS_A_WEEK = 3, 7
LONGEST = timedelta(days=90)


@dataclass(frozen=True)
class SnoozeChoice:
    """A choice: its code, its day, and the moment it ends, in UTC."""

    code: str
    day: date
    until: datetime


def snooze_choices(now: datetime, zone: ZoneInfo) -> tuple[SnoozeChoice, ...]:
    """Return the mornings of tomorrow, of the day after the next two, and of next Monday, each day once."""
    today = local_date(now, zone)
    days = {
        today + timedelta(days=1): TOMORROW,
        today + timedelta(days=DAYS_AHEAD): IN_DAYS,
        today + timedelta(days=DAYS_A_WEEK - today.weekday()): NEXT_WEEK,
    }
    return tuple(SnoozeChoice(code, day, morning_of(day, zone)) for day, code in sorted(days.items()))


def morning_of(day: date, zone: ZoneInfo) -> datetime:
    """Return when a snooze until this day ends."""
    return to_utc(day, MORNING, zone)


def can_snooze_until(day: date, now: datetime, zone: ZoneInfo) -> bool:
    """Return whether a snooze may end on this day: from tomorrow on, and not too far ahead."""
    today = local_date(now, zone)
    return today < day <= today + LONGEST
