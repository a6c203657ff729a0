"""What the report counts, and the days that it is made for (docs/rules.md#insight)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from portal.followups.rules.working_time import to_utc

THANKED, CONTACTS, REQUESTS, FOLLOW_UPS = "thanked", "contacts", "requests", "follow-ups"
HEARD_THANKED, HEARD_UNTHANKED = "heard-with-thank-yous", "heard-without-thank-yous"
FIGURES = (THANKED, CONTACTS, REQUESTS, FOLLOW_UPS, HEARD_THANKED, HEARD_UNTHANKED)
WRITTEN_FIGURES = tuple(figure for figure in FIGURES if figure != REQUESTS)
"""The figures about applications: replanning writes what they count."""

THANK_WITHIN = timedelta(hours=24)
"""How long after the end of an interview a thank-you is in time."""
FOLLOW_UP_WITHIN = timedelta(hours=24)
"""How long after its due time a follow-up is on time: until then it isn't late (`lateness.late_from`)."""

FOUR_WEEKS, THREE_MONTHS, TWELVE_MONTHS, CUSTOM = "4-weeks", "3-months", "12-months", "custom"
PERIODS = (FOUR_WEEKS, THREE_MONTHS, TWELVE_MONTHS, CUSTOM)
LONGEST = timedelta(days=3 * 366)
"""The most days of a period with dates of its own."""
_EARLIEST, _LATEST = date(1990, 1, 1), date(2199, 12, 31)
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_DAILY, _WEEKLY = timedelta(days=14), timedelta(days=14 * 7)


@dataclass(frozen=True)
class Period:
    """Days on the agency's clock, both included."""

    first: date
    last: date

    @property
    def length(self) -> timedelta:
        """How long it is, in whole days."""
        return self.last - self.first + _DAY


def period(name: str, today: date) -> Period:
    """Return the period of this name, one of `PERIODS` but `CUSTOM`, that ends today."""
    if name == FOUR_WEEKS:
        return Period(today - 4 * _WEEK + _DAY, today)
    return Period(_add_months(today, -3 if name == THREE_MONTHS else -12) + _DAY, today)


def is_period(first: date, last: date) -> bool:
    """Return whether a report can be made for these days."""
    return _EARLIEST <= first <= last <= _LATEST and Period(first, last).length <= LONGEST


def parts(of: Period) -> list[Period]:
    """Return the parts that a chart shows: days for up to 2 weeks, weeks for up to 14, else months."""
    if of.length <= _DAILY:
        starts = (of.first + number * _DAY for number in count())
    elif of.length <= _WEEKLY:
        starts = (of.first + number * _WEEK for number in count())
    else:
        starts = (_add_months(of.first, number) for number in count())
    found = []
    start = next(starts)
    while start <= of.last:
        following = next(starts)
        found.append(Period(start, min(following - _DAY, of.last)))
        start = following
    return found


def bounds(of: Period, zone: ZoneInfo) -> list[datetime]:
    """Return when each part begins on this clock, and when the last one is over, in UTC."""
    days = [*(part.first for part in parts(of)), of.last + _DAY]
    return [to_utc(day, time(), zone) for day in days]


@dataclass(frozen=True)
class Share:
    """So many of all that count."""

    met: int = 0
    counted: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.met + other.met, self.counted + other.counted)


def _add_months(day: date, months: int) -> date:
    """Return the same day of another month, or the last one of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
