"""The days that a report is made for, and the parts that its charts show."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.insight import rules
from portal.insight.rules import Period

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("name", "today", "first"),
    [
        ("4-weeks", TODAY, date(2026, 11, 3)),
        ("3-months", TODAY, date(2026, 8, 31)),
        ("12-months", TODAY, date(2025, 12, 1)),
        ("3-months", date(2026, 5, 31), date(2026, 3, 1)),
    ],
)
def test_a_period_ends_today_and_begins_the_day_after_the_same_day_before(name: str, today: date, first: date) -> None:
    assert rules.period(name, today) == Period(first, today)


@pytest.mark.parametrize(
    ("first", "days", "lengths"),
    [
        (TODAY, 1, [1]),
        (TODAY, 14, [1] * 14),
        (TODAY, 15, [7, 7, 1]),
        (TODAY, 28, [7] * 4),
        (date(2026, 1, 31), 100, [28, 31, 30, 11]),
    ],
)
def test_a_chart_has_days_weeks_or_months(first: date, days: int, lengths: list[int]) -> None:
    period = Period(first, first + timedelta(days=days - 1))
    parts = rules.parts(period)
    assert [part.length.days for part in parts] == lengths
    assert (parts[0].first, parts[-1].last) == (period.first, period.last)


def test_the_parts_begin_at_midnight_on_the_agencys_clock() -> None:
    bounds = rules.bounds(Period(date(2026, 10, 31), date(2026, 11, 1)), ZoneInfo("America/New_York"))
    assert bounds == [
        datetime(2026, 10, 31, 4, tzinfo=UTC),
        datetime(2026, 11, 1, 4, tzinfo=UTC),
        datetime(2026, 11, 2, 5, tzinfo=UTC),
    ]


@pytest.mark.parametrize(("days", "valid"), [(0, False), (1, True), (1098, True), (1099, False)])
def test_a_period_of_dates_is_up_to_three_years(days: int, valid: bool) -> None:
    assert rules.is_period(TODAY, TODAY + timedelta(days=days - 1)) is valid
