"""The reason of a follow-up is true of its day, also where something else than the pace moved it."""

from dataclasses import replace
from datetime import date

import pytest

from portal.applications.rules import Pace
from portal.followups.reasons import word_reason
from portal.followups.rules.facts import Facts, InterviewFacts, PersonFacts
from tests.followups.test_plan import DANA, HELD, LEE, MET_BOTH, OFFICE, THANKED, at, facts, step

NEAR, FAR = Pace(stage="near_end"), Pace(stage="way_to_go")
BOTH = tuple(
    replace(person, met=True, email="someone@acme.example", thanked_at=at(when))
    for person, when in ((DANA, "05T20:00"), (LEE, "11T20:00"))
)


def worded(known: Facts) -> tuple[str, str]:
    found = step(known, "follow_up")
    assert found is not None
    return found.due_at.strftime("%d"), word_reason(found.reason)


def held(pace: Pace, people: tuple[PersonFacts, ...] = THANKED.people, **changes: object) -> InterviewFacts:
    return replace(THANKED, people=people, pace=pace, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("case", "known", "expected"),
    [
        (
            "a week after Thursday",
            facts("06T00:00", held(NEAR)),
            ("12", "7 days after the first thank-you, because they’re near the end."),
        ),
        (
            "a holiday: a day more",
            facts("06T00:00", held(NEAR), calendar=replace(OFFICE, holidays=frozenset({date(2026, 3, 12)}))),
            ("13", "8 days after the first thank-you, because they’re near the end."),
        ),
        (
            "the second thank-you went out late",
            facts("12T00:00", held(NEAR, BOTH)),
            ("16", "3 business days after the last thank-you, so that the notes don’t crowd each other."),
        ),
        (
            "they decide the next day, and someone was thanked since",
            facts("06T00:00", held(Pace(decision_on=date(2026, 3, 6)), BOTH)),
            ("16", "3 business days after the last thank-you, so that the notes don’t crowd each other."),
        ),
        (
            "they decide the next day, and no one was thanked",
            facts("06T00:00", replace(MET_BOTH, pace=Pace(decision_on=date(2026, 3, 6)))),
            ("10", "3 business days after the interview, so that there’s time for a thank-you first."),
        ),
        (
            "the interview was added two weeks later",
            facts("18T00:00", held(NEAR, recorded_at=at("17T15:00"))),
            ("18", "The first business day after this interview was added."),
        ),
        (
            "the next round was canceled",
            facts("18T00:00", held(NEAR), replace(HELD, id="i2", status="cancelled", status_changed_at=at("17T15:00"))),
            ("18", "The first business day after another interview was recorded as canceled or a no-show."),
        ),
        (
            "what came late moves nothing",
            facts("06T00:00", held(FAR, recorded_at=at("06T15:00"))),
            ("19", "14 days after the first thank-you, because they’re still early on."),
        ),
        (
            "nobody thanked",
            facts("06T00:00", replace(MET_BOTH, pace=NEAR)),
            ("12", "7 days after the interview. No thank-you has gone out yet."),
        ),
    ],
)
def test_the_reason_says_why_it_is_that_day(case: str, known: Facts, expected: tuple[str, str]) -> None:
    assert worded(known) == expected, case
