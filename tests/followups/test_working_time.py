"""Local days and working hours: the clock on the wall wins."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.followups.rules.working_time import add_local_days, add_working_hours, to_utc, working_days_after

UTC_OF = "%Y-%m-%dT%H:%M"


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
    assert working_days_after(friday, 0, frozenset()) == friday
    assert working_days_after(friday, 2, frozenset({date(2026, 3, 9)})) == date(2026, 3, 11)


def test_a_thousand_working_hours_end() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    every_other = frozenset(date(2026, 1, 1) + timedelta(days=count) for count in range(0, 400, 2))
    assert add_working_hours(start, 1000, ZoneInfo("Pacific/Apia"), every_other) > start + timedelta(days=250)
