"""Local days and working hours: the clock on the wall wins."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.followups.rules.working_time import (
    DEFAULT_WEEK,
    BusinessCalendar,
    BusinessDays,
    Week,
    add_local_days,
    add_working_hours,
    format_week,
    parse_week,
    to_utc,
    working_days_after,
    working_time,
)

UTC_OF = "%Y-%m-%dT%H:%M"
BERLIN = ZoneInfo("Europe/Berlin")
EARLY, SHORT = (time(7), time(13)), (time(9), time(12))
SIX_DAYS = (*[EARLY] * 4, SHORT, SHORT, None)
"""Monday to Thursday 7 to 13, Friday and Saturday 9 to 12."""
SUNDAY_TO_THURSDAY = (*[(time(9), time(17))] * 4, None, None, (time(9), time(17)))
LATE_SHIFT = (*[(time(14), time(22, 30))] * 5, None, None)


@pytest.mark.parametrize(
    ("case", "day", "clock", "zone", "expected"),
    [
        ("an ordinary hour", date(2026, 3, 5), time(9), "America/New_York", "2026-03-05T14:00"),
        ("skipped: the first moment after", date(2026, 3, 8), time(2, 30), "America/New_York", "2026-03-08T07:00"),
        ("shown twice: the first", date(2026, 11, 1), time(1, 30), "America/New_York", "2026-11-01T05:30"),
        ("midnight skipped", date(2026, 9, 6), time(0, 15), "America/Santiago", "2026-09-06T04:00"),
        ("a whole day skipped", date(2011, 12, 30), time(9), "Pacific/Apia", "2011-12-30T10:00"),
        ("half an hour", date(2026, 10, 4), time(2, 10), "Australia/Lord_Howe", "2026-10-03T15:30"),
    ],
)
def test_the_wall_tells_the_moment(case: str, day: date, clock: time, zone: str, expected: str) -> None:
    assert to_utc(day, clock, ZoneInfo(zone)).strftime(UTC_OF) == expected, case


def test_local_days_keep_the_hour_on_the_wall() -> None:
    zone = ZoneInfo("America/New_York")
    evening = datetime(2026, 3, 7, 23, 0, tzinfo=UTC)
    assert add_local_days(evening, 1, zone) - evening == timedelta(hours=23)
    assert add_local_days(evening, 0, zone) is evening


def test_working_days_step_over_weekends_and_holidays() -> None:
    friday = date(2026, 3, 6)
    assert working_days_after(friday, 0, BusinessDays()) == friday
    assert working_days_after(friday, 2, BusinessDays({date(2026, 3, 9)})) == date(2026, 3, 11)


def test_a_thousand_working_hours_end() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    every_other = frozenset(date(2026, 1, 1) + timedelta(days=count) for count in range(0, 400, 2))
    assert add_working_hours(
        start, 1000, BusinessCalendar(every_other, zone=ZoneInfo("Pacific/Apia"))
    ) > start + timedelta(days=250)


def berlin(text: str) -> datetime:
    """A moment of March 2026 on Berlin’s clock, such as `06 12:30`; 6 March is a Friday."""
    return datetime.strptime(f"2026-03-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("case", "week", "start", "hours", "expected"),
    [
        ("by default, Monday to Friday, 9 to 5", DEFAULT_WEEK, "06 16:00", 2, "09 10:00"),
        ("a short Friday, then Saturday", SIX_DAYS, "06 11:00", 2, "07 10:00"),
        ("used up exactly at closing time", SIX_DAYS, "06 11:00", 1, "06 12:00"),
        ("from Saturday over Sunday into an early Monday", SIX_DAYS, "07 11:30", 1, "09 07:30"),
        ("none left: the first moment of business", SIX_DAYS, "07 12:00", 0, "09 07:00"),
        ("before opening", SIX_DAYS, "09 05:00", 0, "09 07:00"),
        ("Friday is no business day, Sunday is", SUNDAY_TO_THURSDAY, "05 16:00", 2, "08 10:00"),
        ("the evening counts where people work then", LATE_SHIFT, "06 21:00", 4, "09 16:30"),
        ("over a clock change on Sunday", SUNDAY_TO_THURSDAY, "29 00:30", 8, "29 17:00"),
    ],
)
def test_working_hours_are_those_of_the_week(case: str, week: Week, start: str, hours: int, expected: str) -> None:
    calendar = BusinessCalendar(week=week, zone=BERLIN)
    assert add_working_hours(berlin(start), hours, calendar) == berlin(expected), case


@pytest.mark.parametrize(
    ("case", "week", "holidays", "start", "end", "hours"),
    [
        ("a day", SIX_DAYS, (), "05 00:00", "06 00:00", 6),
        ("a weekend with a Saturday", SIX_DAYS, (), "06 11:00", "09 08:00", 1 + 3 + 1),
        ("a holiday on a Saturday that is worked", SIX_DAYS, (date(2026, 3, 7),), "06 11:00", "09 08:00", 1 + 1),
        ("outside of business hours", LATE_SHIFT, (), "05 08:00", "05 14:00", 0),
        ("backwards is none", SIX_DAYS, (), "09 08:00", "06 11:00", 0),
    ],
)
def test_working_time_is_counted_in_the_hours_of_the_week(
    case: str, week: Week, holidays: tuple[date, ...], start: str, end: str, hours: int
) -> None:
    calendar = BusinessCalendar(frozenset(holidays), week, BERLIN)
    assert working_time(berlin(start), berlin(end), calendar) == timedelta(hours=hours), case


@pytest.mark.parametrize(
    ("case", "week", "count", "expected"),
    [
        ("Saturday counts where it has hours", SIX_DAYS, 1, date(2026, 3, 7)),
        ("Sunday counts where it has hours", SUNDAY_TO_THURSDAY, 1, date(2026, 3, 8)),
        ("else Monday is the next one", DEFAULT_WEEK, 1, date(2026, 3, 9)),
    ],
)
def test_business_days_are_those_with_hours(case: str, week: Week, count: int, expected: date) -> None:
    assert working_days_after(date(2026, 3, 6), count, BusinessDays(week=week)) == expected, case


def test_a_week_is_stored_and_read_back() -> None:
    assert parse_week(format_week(SIX_DAYS)) == SIX_DAYS
    assert format_week(LATE_SHIFT)[4:] == [["14:00", "22:30"], None, None]
    assert parse_week(None) == DEFAULT_WEEK
