"""Until when a note may go out, and when others are told of one that waits."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.approvals.rules import latest_send_time, next_morning

NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("due_at", "missed_from", "expected"),
    [
        (NOON + 20 * HOUR, NOON + 15 * DAY, NOON + DAY),
        (NOON + 3 * DAY, NOON + 15 * DAY, NOON + 3 * DAY),
        (NOON - DAY, NOON + 13 * DAY, NOON + DAY),
        (NOON - 13 * DAY, NOON + 2 * HOUR, NOON + 2 * HOUR),
        (None, None, NOON + DAY),
    ],
)
def test_a_chosen_time_lies_before_the_due_or_within_a_day_and_never_past_the_step(
    due_at: datetime | None, missed_from: datetime | None, expected: datetime
) -> None:
    assert latest_send_time(NOON, due_at, missed_from) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 3, 6, 12, 0, tzinfo=UTC), datetime(2026, 3, 6, 13, 30, tzinfo=UTC)),
        (datetime(2026, 3, 6, 13, 30, tzinfo=UTC), datetime(2026, 3, 7, 13, 30, tzinfo=UTC)),
        (datetime(2026, 3, 6, 22, 0, tzinfo=UTC), datetime(2026, 3, 7, 13, 30, tzinfo=UTC)),
        (datetime(2026, 3, 7, 22, 0, tzinfo=UTC), datetime(2026, 3, 8, 12, 30, tzinfo=UTC)),
    ],
    ids=["this morning", "just over", "tomorrow", "over the clock change"],
)
def test_the_next_morning_is_half_past_eight_on_their_wall(now: datetime, expected: datetime) -> None:
    assert next_morning(now, NEW_YORK) == expected
