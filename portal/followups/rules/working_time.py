"""Local days and business hours (docs/rules.md#words): local time is kept across clock changes."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Holidays = AbstractSet[date]
Hours = tuple[time, time]
Week = tuple[Hours | None, ...]
"""The hours of each day, Monday first; None where no one works. At least one day has hours."""
MORNING = time(9)
EVENING = time(17)
DEFAULT_WEEK: Week = (*[(MORNING, EVENING)] * 5, None, None)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class BusinessDays:
    """The days that people work: those of their week that have hours and are no holidays."""

    holidays: Holidays = frozenset()
    week: Week = DEFAULT_WEEK


@dataclass(frozen=True)
class BusinessCalendar(BusinessDays):
    """When the people of an agency or an office work, on the clock of its time zone."""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))

    def opens(self, day: date) -> datetime:
        """Return when this working day begins, in UTC."""
        return to_utc(day, self._hours(day)[0], self.zone)

    def closes(self, day: date) -> datetime:
        """Return when this working day ends, in UTC."""
        return to_utc(day, self._hours(day)[1], self.zone)

    def _hours(self, day: date) -> Hours:
        return self.week[day.weekday()] or (MORNING, EVENING)


def local_date(moment: datetime, zone: ZoneInfo) -> date:
    """Return the local date at that moment."""
    return moment.astimezone(zone).date()


def parse_week(stored: Sequence[Sequence[str] | None] | None) -> Week:
    """Return the week that `format_week` wrote; Monday to Friday, 9 to 5, where none was stored."""
    if stored is None:
        return DEFAULT_WEEK
    return tuple((time.fromisoformat(day[0]), time.fromisoformat(day[1])) if day else None for day in stored)


def format_week(week: Week) -> list[list[str] | None]:
    """Return the week as JSON has it: for each day `["09:00", "17:00"]`, or null."""
    return [[clock.isoformat("minutes") for clock in day] if day else None for day in week]


def to_utc(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return the moment in UTC of this local time; the first after it if skipped, the first of two if repeated."""
    early = datetime.combine(day, clock, zone)
    moment = early.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == early.replace(tzinfo=None):
        return moment
    return _end_of_gap(early.replace(fold=1).astimezone(UTC), moment, zone)


def add_local_days(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Return the moment that many days later at the same local time; the same moment for 0 days."""
    if days == 0:
        return moment
    local = moment.astimezone(zone)
    return to_utc(local.date() + timedelta(days=days), local.time(), zone)


def is_working_day(day: date, days: BusinessDays) -> bool:
    """Return whether the day has hours in the week, as Monday to Friday have by default, and is not a holiday."""
    return days.week[day.weekday()] is not None and day not in days.holidays


def working_day_from(day: date, days: BusinessDays) -> date:
    """Return the day itself if it is a working day, else the next one."""
    while not is_working_day(day, days):
        day += _DAY
    return day


def working_days_after(day: date, count: int, days: BusinessDays) -> date:
    """Return the `count`-th working day after the day; the day itself for 0."""
    for _ in range(count):
        day = working_day_from(day + _DAY, days)
    return day


def add_working_hours(start: datetime, hours: int, calendar: BusinessCalendar) -> datetime:
    """Return when that many working hours after `start` have passed, in UTC; for 0, the first working moment."""
    return add_working_time(start, timedelta(hours=hours), calendar)


def add_working_time(start: datetime, left: timedelta, calendar: BusinessCalendar) -> datetime:
    """Return when that much working time after `start` has passed, in UTC; for none, the first working moment."""
    day = local_date(start, calendar.zone)
    while True:
        day = working_day_from(day, calendar)
        opens, closes = max(start, calendar.opens(day)), calendar.closes(day)
        if opens < closes:
            if left <= closes - opens:
                return opens + left
            left -= closes - opens
        day += _DAY


def working_time(start: datetime, end: datetime, calendar: BusinessCalendar) -> timedelta:
    """Return how much working time is between two moments; none if the second is not after the first."""
    total, day, last = timedelta(0), local_date(start, calendar.zone), local_date(end, calendar.zone)
    while day <= last:
        if is_working_day(day, calendar):
            opens, closes = max(start, calendar.opens(day)), min(end, calendar.closes(day))
            total += max(closes - opens, timedelta(0))
        day += _DAY
    return total


def working_time_midpoint(start: datetime, end: datetime, calendar: BusinessCalendar) -> datetime:
    """Return when half of the working time between two moments has passed, in UTC, to the second."""
    half = working_time(start, end, calendar) // timedelta(seconds=2)
    return add_working_time(start, timedelta(seconds=half), calendar)


def _end_of_gap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment of the clock change between two moments, to the second."""
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after
