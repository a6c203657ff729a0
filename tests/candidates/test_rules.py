"""What stops reminders, and until when (docs/rules.md#stops)."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.candidates.rules import SUPPRESSIONS, SuppressionFacts, current_suppression

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("case", "stops", "expected"),
    [
        ("nothing", [], None),
        ("until lifted", [SuppressionFacts("paused", None)], "paused"),
        ("until later", [SuppressionFacts("paused", NOW + SECOND)], "paused"),
        ("until now is over", [SuppressionFacts("paused", NOW)], None),
        ("the weightiest counts", [SuppressionFacts("paused", None), SuppressionFacts("placed", None)], "placed"),
        ("of those that stand", [SuppressionFacts("placed", NOW), SuppressionFacts("bounced", None)], "bounced"),
        ("what is no stop stops nobody", [SuppressionFacts("curious", None)], None),
    ],
)
def test_the_weightiest_stop_that_stands_is_why(case: str, stops: list[SuppressionFacts], expected: str | None) -> None:
    assert current_suppression(stops, NOW) == expected, case


@pytest.mark.parametrize("kind", SUPPRESSIONS)
def test_each_kind_stops(kind: str) -> None:
    assert current_suppression([SuppressionFacts(kind, None)], NOW) == kind
