"""Until when staff can snooze a candidate's late tasks (docs/rules.md#snooze)."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.today.rules import IN_DAYS, NEXT_WEEK, TOMORROW, can_snooze_until, snooze_choices

ZONE = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("now", "days"),
    [
        ("2026-11-30T15:00", {TOMORROW: "2026-12-01", IN_DAYS: "2026-12-03", NEXT_WEEK: "2026-12-07"}),
        ("2026-12-04T15:00", {TOMORROW: "2026-12-05", NEXT_WEEK: "2026-12-07"}),
        ("2026-12-06T15:00", {NEXT_WEEK: "2026-12-07", IN_DAYS: "2026-12-09"}),
        ("2026-12-01T03:00", {TOMORROW: "2026-12-01", IN_DAYS: "2026-12-03", NEXT_WEEK: "2026-12-07"}),
    ],
    ids=["Monday", "Friday", "Sunday", "still Monday in New York"],
)
def test_the_choices_are_mornings_on_the_viewers_clock_each_day_once(now: str, days: dict[str, str]) -> None:
    found = snooze_choices(datetime.fromisoformat(now).replace(tzinfo=UTC), ZONE)
    assert {choice.code: choice.day.isoformat() for choice in found} == days
    assert {choice.until.astimezone(ZONE).hour for choice in found} == {9}
    assert [choice.day for choice in found] == sorted(choice.day for choice in found)


@pytest.mark.parametrize(
    ("day", "can"),
    [("2026-11-30", False), ("2026-12-01", True), ("2027-02-28", True), ("2027-03-01", False)],
)
def test_a_snooze_ends_from_tomorrow_on_and_within_90_days(day: str, can: bool) -> None:
    now = datetime(2026, 11, 30, 15, tzinfo=UTC)
    assert can_snooze_until(date.fromisoformat(day), now, ZONE) is can
