"""Until when a position is open."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.openings.rules import is_open

LAST = date(2026, 3, 31)
DAY = timedelta(days=1)
EARLIER = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("today", "closed_at", "expected"),
    [
        (LAST - DAY, None, True),
        (LAST, None, True),
        (LAST + DAY, None, False),
        (LAST - DAY, EARLIER, False),
        (LAST + DAY, EARLIER, False),
    ],
)
def test_a_position_is_open_to_the_end_of_its_last_day(today: date, closed_at: datetime | None, expected: bool) -> None:
    assert is_open(LAST, closed_at, today) is expected
