"""When others are notified of work that no one has claimed."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.followups.rules.escalation import approval_escalation_time, request_escalation_time

NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)
HALF, TARGET = NOON + timedelta(hours=1), NOON + timedelta(hours=2)


@pytest.mark.parametrize(
    ("claimed", "escalated", "notified", "expected"),
    [
        (False, False, True, HALF),
        (False, False, False, NOON),
        (True, False, True, None),
        (False, True, True, None),
        (False, True, False, None),
    ],
)
def test_others_are_notified_of_a_contact_request_once(
    claimed: bool, escalated: bool, notified: bool, expected: datetime | None
) -> None:
    at = request_escalation_time(HALF, NOON, claimed=claimed, escalated=escalated, notified=notified)
    assert at == expected


@pytest.mark.parametrize(
    ("claimed", "escalated", "expected"),
    [(False, False, HALF), (True, False, TARGET), (False, True, None), (True, True, None)],
)
def test_others_are_told_once_by_half_of_the_target_or_by_its_end_where_somebody_looks(
    claimed: bool, escalated: bool, expected: datetime | None
) -> None:
    assert approval_escalation_time(HALF, TARGET, claimed=claimed, escalated=escalated) == expected
