"""What stops prompts, and until when (docs/rules.md#stops)."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.candidates.rules import STOPS, StopFacts, standing

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("case", "stops", "expected"),
    [
        ("nothing", [], None),
        ("until lifted", [StopFacts("paused", None)], "paused"),
        ("until later", [StopFacts("paused", NOW + SECOND)], "paused"),
        ("until now is over", [StopFacts("paused", NOW)], None),
        ("the weightiest counts", [StopFacts("paused", None), StopFacts("placed", None)], "placed"),
        ("of those that stand", [StopFacts("placed", NOW), StopFacts("bounced", None)], "bounced"),
        ("what is no stop stops nobody", [StopFacts("curious", None)], None),
    ],
)
def test_the_weightiest_stop_that_stands_is_why(case: str, stops: list[StopFacts], expected: str | None) -> None:
    assert standing(stops, NOW) == expected, case


@pytest.mark.parametrize("kind", STOPS)
def test_each_kind_stops(kind: str) -> None:
    assert standing([StopFacts(kind, None)], NOW) == kind
