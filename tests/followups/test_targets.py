"""How a request's time is used up: in working hours, whatever the clock does meanwhile."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.followups.rules.targets import target_progress
from portal.followups.rules.working_time import BusinessCalendar, working_time_midpoint

NEW_YORK = ZoneInfo("America/New_York")
CALENDAR = BusinessCalendar(frozenset({datetime(2026, 5, 25, tzinfo=UTC).date()}), zone=NEW_YORK)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK).astimezone(UTC)


@pytest.mark.parametrize(
    ("case", "asked", "due", "now", "age", "left", "over", "used"),
    [
        ("just asked", "2026-03-05T10:00", "2026-03-05T14:00", "2026-03-05T10:00", 0, 4, 0, 0.0),
        ("half of it", "2026-03-05T10:00", "2026-03-05T14:00", "2026-03-05T12:00", 2, 2, 0, 0.5),
        ("at its target", "2026-03-05T10:00", "2026-03-05T14:00", "2026-03-05T14:00", 4, 0, 0, 1.0),
        ("over, the night does not count", "2026-03-05T10:00", "2026-03-05T14:00", "2026-03-06T10:00", 8, 0, 4, 1.0),
        ("asked at night", "2026-03-04T22:00", "2026-03-05T13:00", "2026-03-05T08:00", 0, 4, 0, 0.0),
        ("over a weekend", "2026-03-06T15:00", "2026-03-09T11:00", "2026-03-08T12:00", 2, 2, 0, 0.5),
        ("over a holiday", "2026-05-22T15:00", "2026-05-26T11:00", "2026-05-25T12:00", 2, 2, 0, 0.5),
        ("over a clock change", "2026-03-06T15:00", "2026-03-09T11:00", "2026-03-09T10:00", 3, 1, 0, 0.75),
    ],
)
def test_time_is_used(case: str, asked: str, due: str, now: str, age: int, left: int, over: int, used: float) -> None:
    found = target_progress(local(asked), local(due), local(now), CALENDAR)
    hours = [part / timedelta(hours=1) for part in (found.age, found.left, found.over)]
    assert (hours, found.used) == ([age, left, over], used), case


@pytest.mark.parametrize(
    ("case", "asked", "due", "expected"),
    [
        ("one day", "2026-03-05T10:00", "2026-03-05T14:00", "2026-03-05T12:00"),
        ("over night", "2026-03-05T16:00", "2026-03-06T12:00", "2026-03-06T10:00"),
        ("over a weekend", "2026-03-06T16:30", "2026-03-09T12:30", "2026-03-09T10:30"),
        ("asked at night", "2026-03-05T22:00", "2026-03-06T13:00", "2026-03-06T11:00"),
    ],
)
def test_half_of_it_is_half_of_its_working_hours(case: str, asked: str, due: str, expected: str) -> None:
    assert working_time_midpoint(local(asked), local(due), CALENDAR) == local(expected), case
