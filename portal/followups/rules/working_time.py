"""Local days and working hours (docs/rules.md#words): local time is kept across clock changes."""

from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Holidays = AbstractSet[date]
MORNING = time(9)
EVENING = time(17)
_DAY = timedelta(days=1)


def local_date(moment: datetime, zone: ZoneInfo) -> date:
    """Return the local date at that moment."""
    return moment.astimezone(zone).date()


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


def is_working_day(day: date, holidays: Holidays) -> bool:
    """Return whether the day is Monday to Friday and not a holiday."""
    return day.weekday() < 5 and day not in holidays


def working_day_from(day: date, holidays: Holidays) -> date:
    """Return the day itself if it is a working day, else the next one."""
    while not is_working_day(day, holidays):
        day += _DAY
    return day


def working_days_after(day: date, count: int, holidays: Holidays) -> date:
    """Return the `count`-th working day after the day; the day itself for 0."""
    for _ in range(count):
        day = working_day_from(day + _DAY, holidays)
    return day


def add_working_hours(start: datetime, hours: int, zone: ZoneInfo, holidays: Holidays) -> datetime:
    """Return when that many working hours after `start` have passed, in UTC; for 0, the first working moment."""
    return add_working_time(start, timedelta(hours=hours), zone, holidays)


def add_working_time(start: datetime, left: timedelta, zone: ZoneInfo, holidays: Holidays) -> datetime:
    """Return when that much working time after `start` has passed, in UTC; for none, the first working moment."""
    day = local_date(start, zone)
    while True:
        day = working_day_from(day, holidays)
        opens, closes = max(start, to_utc(day, MORNING, zone)), to_utc(day, EVENING, zone)
        if opens < closes:
            if left <= closes - opens:
                return opens + left
            left -= closes - opens
        day += _DAY


def working_time(start: datetime, end: datetime, zone: ZoneInfo, holidays: Holidays) -> timedelta:
    """Return how much working time is between two moments; none if the second is not after the first."""
    total, day = timedelta(0), local_date(start, zone)
    while to_utc(day, MORNING, zone) < end:
        opens, closes = max(start, to_utc(day, MORNING, zone)), min(end, to_utc(day, EVENING, zone))
        if is_working_day(day, holidays) and opens < closes:
            total += closes - opens
        day += _DAY
    return total


def working_time_midpoint(start: datetime, end: datetime, zone: ZoneInfo, holidays: Holidays) -> datetime:
    """Return when half of the working time between two moments has passed, in UTC, to the second."""
    half = working_time(start, end, zone, holidays) // timedelta(seconds=2)
    return add_working_time(start, timedelta(seconds=half), zone, holidays)


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
