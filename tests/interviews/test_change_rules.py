"""What a candidate is emailed about a change to their interview."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from portal.interviews.change_rules import (
    BACK_ON,
    CANCELED,
    MOVED,
    PEOPLE,
    PLACE,
    Changes,
    KnownInterview,
    changes_between,
    is_worth_telling,
)

START = datetime(2026, 12, 1, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)
KNOWN = KnownInterview(START, START + HOUR, "America/New_York", "5th floor", None, True, frozenset("ab"))
OFF = replace(KNOWN, is_on=False)
LATER = replace(KNOWN, starts_at=START + HOUR, ends_at=START + 2 * HOUR)


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        (KNOWN, KNOWN, Changes(())),
        (KNOWN, LATER, Changes((MOVED,))),
        (KNOWN, replace(KNOWN, ends_at=START + 2 * HOUR), Changes((MOVED,))),
        (KNOWN, replace(KNOWN, place="Lobby"), Changes((PLACE,))),
        (KNOWN, replace(LATER, link="https://meet.example"), Changes((MOVED, PLACE))),
        (KNOWN, replace(KNOWN, people=frozenset("bc")), Changes((PEOPLE,), frozenset("c"), frozenset("a"))),
        (KNOWN, OFF, Changes((CANCELED,))),
        (KNOWN, replace(LATER, is_on=False), Changes((CANCELED,))),
        (OFF, replace(LATER, is_on=False), Changes(())),
        (OFF, KNOWN, Changes((BACK_ON,))),
        (OFF, LATER, Changes((BACK_ON, MOVED))),
    ],
)
def test_what_is_different(before: KnownInterview, now: KnownInterview, found: Changes) -> None:
    assert changes_between(before, now) == found


@pytest.mark.parametrize(
    ("before", "now", "at", "worth"),
    [
        (KNOWN, LATER, START - HOUR, True),
        (KNOWN, LATER, START + HOUR, True),
        (LATER, KNOWN, START + HOUR, True),
        (KNOWN, LATER, START + 2 * HOUR, False),
        (KNOWN, OFF, START + HOUR, False),
    ],
)
def test_a_change_is_worth_telling_while_the_interview_is_ahead(
    before: KnownInterview, now: KnownInterview, at: datetime, worth: bool
) -> None:
    assert is_worth_telling(before, now, at) == worth
