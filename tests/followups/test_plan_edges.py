"""Which steps there are, in what order, and which of a step's states applies first (docs/rules.md#plan)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.followups.rules.facts import Facts, InterviewFacts, PersonFacts
from portal.followups.rules.plan import plan
from portal.followups.rules.policy import Policy
from tests.followups.test_plan import DANA, DEBRIEFED, FOLLOWED_UP, HELD, LEE, MET_BOTH, THANKED, at, due, facts, state

AHEAD = InterviewFacts("i2", at("06T10:00"), at("12T15:00"), at("12T16:00"))
LATER = replace(AHEAD, id="i0", starts_at=at("13T15:00"), ends_at=at("13T16:00"))
CALLED_OFF = replace(AHEAD, id="i3", status="cancelled", starts_at=at("02T15:00"), ends_at=at("02T16:00"))


@pytest.mark.parametrize(
    ("case", "now", "rows", "expected"),
    [
        ("the earliest ahead", "07T00:00", (LATER, HELD, AHEAD), "i2"),
        ("of two at once, the first by id", "07T00:00", (AHEAD, replace(AHEAD, id="i10")), "i10"),
        ("none ahead: the last held", "20T00:00", (LATER, HELD, AHEAD), "i0"),
        ("none held: the earliest of all", "07T00:00", (replace(AHEAD, status="no_show"), CALLED_OFF), "i3"),
    ],
)
def test_one_general_draft_is_for(case: str, now: str, rows: tuple[InterviewFacts, ...], expected: str) -> None:
    found = [row.interview for row in plan(facts(now, *rows)).steps if row.kind == "prepare_draft"]
    assert found == [expected], case


@pytest.mark.parametrize(
    ("case", "known", "kind", "person", "expected"),
    [
        ("a draft is open at once", facts("01T16:00"), "prepare_draft", None, "open"),
        ("a draft is missed with the end", facts("05T16:00"), "prepare_draft", None, "missed"),
        ("one made later counts", facts("05T16:00", general_draft_at=at("09T10:00")), "prepare_draft", None, "done"),
        ("contacts open when due", facts("04T22:59"), "collect_contacts", None, "upcoming"),
        ("and are open until the end", facts("05T15:59"), "collect_contacts", None, "open"),
        ("and then missed", facts("05T16:00"), "collect_contacts", None, "missed"),
        (
            "told to be collected",
            facts("01T16:00", replace(HELD, contacts_collected_at=at("20T10:00"))),
            "collect_contacts",
            None,
            "done",
        ),
        ("everybody reachable", facts("01T16:00", replace(HELD, people=(DANA,))), "collect_contacts", None, "done"),
        (
            "nobody listed is not everybody",
            facts("05T00:00", replace(HELD, people=())),
            "collect_contacts",
            None,
            "open",
        ),
        ("a debrief is missed after two weeks", facts("19T15:30"), "debrief", None, "missed"),
        (
            "not a second earlier",
            replace(facts("19T15:00"), now=at("19T15:29") + timedelta(seconds=59)),
            "debrief",
            None,
            "open",
        ),
        ("missed comes before blocked", facts("20T15:00", MET_BOTH), "thank", "lee", "missed"),
        ("blocked comes before open", facts("06T15:00", MET_BOTH), "thank", "lee", "blocked"),
        ("upcoming comes before blocked", facts("05T15:00"), "thank", "lee", "upcoming"),
        (
            "dropped comes before missed",
            facts("20T15:00", replace(MET_BOTH, status="no_show")),
            "thank",
            "lee",
            "dropped",
        ),
        ("done comes before dropped", facts("20T15:00", replace(THANKED, status="no_show")), "thank", "dana", "done"),
        ("a follow-up waits for the next round", facts("07T00:00", THANKED, AHEAD), "follow_up", None, "dropped"),
        (
            "so does a close",
            facts("19T14:00", FOLLOWED_UP, replace(AHEAD, ends_at=at("20T00:00"))),
            "close",
            None,
            "dropped",
        ),
        (
            "a close is never missed",
            facts("2026-04-20T00:00", FOLLOWED_UP, policy=Policy(close_by_itself_after_days=1000)),
            "close",
            None,
            "open",
        ),
        (
            "closed before it was sent closes not that",
            facts("19T14:00", replace(FOLLOWED_UP, recorded_at=at("06T11:00")), closed_at=at("06T10:00")),
            "close",
            None,
            "open",
        ),
        ("closed since", facts("13T14:00", FOLLOWED_UP, closed_at=at("12T14:00")), "close", None, "done"),
        ("the missed follow-up of a lapsed process", facts("2026-04-02T13:00", THANKED), "follow_up", None, "missed"),
        ("and the rest of it", facts("2026-04-02T13:00", MET_BOTH), "thank", "dana", "dropped"),
    ],
)
def test_the_first_state_that_applies(case: str, known: Facts, kind: str, person: str | None, expected: str) -> None:
    assert state(known, kind, person) == expected, case


ASKED = replace(LEE, met=True, contact_requested_at=at("05T15:00"))
CAME = replace(LEE, met=True, email="lee@acme.example", reachable_at=at("06T10:00"))


@pytest.mark.parametrize(
    ("case", "row", "expected"),
    [
        ("asked for, before any debrief", replace(HELD, people=(ASKED,)), ("open", "05T19:00")),
        ("found missing by the debrief", replace(DEBRIEFED, people=(replace(LEE, met=True),)), ("open", "05T21:00")),
        ("come since", replace(DEBRIEFED, people=(CAME,)), ("done", "05T21:00")),
        ("come with the debrief", replace(DEBRIEFED, people=(replace(CAME, reachable_at=at("05T17:00")),)), None),
        ("there before", replace(DEBRIEFED, people=(replace(DANA, met=True),)), None),
        ("nobody asked yet", HELD, None),
        ("not met", replace(DEBRIEFED, people=(replace(ASKED, met=False),)), None),
        (
            "thanked all the same",
            replace(HELD, people=(replace(ASKED, thanked_at=at("05T18:00")),)),
            ("done", "05T19:00"),
        ),
        (
            "asked for later than now",
            replace(HELD, people=(replace(ASKED, contact_requested_at=at("10T14:00")),)),
            ("upcoming", "10T18:00"),
        ),
    ],
)
def test_a_contact_is_asked_for(case: str, row: InterviewFacts, expected: tuple[str, str] | None) -> None:
    known = facts("06T12:00", row)
    found = state(known, "request_contact", "lee"), due(known, "request_contact", "lee")
    assert found == (expected or (None, None)), case


@pytest.mark.parametrize(
    ("case", "known", "expected"),
    [
        (
            "three working days after the last thank-you",
            facts("06T00:00", THANKED, policy=Policy(unknown_days=0)),
            "10T13:00",
        ),
        (
            "none: that day",
            facts("06T00:00", THANKED, policy=Policy(unknown_days=0, min_working_days_after_thanks=0)),
            "05T14:00",
        ),
        ("nobody thanked: after the interview", facts("06T00:00", MET_BOTH, policy=Policy(unknown_days=0)), "10T13:00"),
        (
            "recorded late: the working day after",
            facts("21T00:00", replace(THANKED, recorded_at=at("20T10:00"))),
            "23T13:00",
        ),
        (
            "called off before the end: no matter",
            facts("06T00:00", THANKED, replace(CALLED_OFF, status_changed_at=at("05T16:00"))),
            "19T13:00",
        ),
        ("called off without a date: no matter", facts("06T00:00", THANKED, CALLED_OFF), "19T13:00"),
    ],
)
def test_a_follow_up_is_not_before(case: str, known: Facts, expected: str) -> None:
    assert due(known, "follow_up") == expected, case


def test_a_close_is_not_before_what_came_late() -> None:
    late = replace(CALLED_OFF, status_changed_at=at("20T10:00"))
    assert due(facts("21T00:00", FOLLOWED_UP, late), "close") == "23T13:00"
    assert due(facts("21T00:00", FOLLOWED_UP), "close") == "19T13:00"


def test_each_round_that_was_followed_up_keeps_its_step_and_the_last_held_has_one() -> None:
    rounds = (FOLLOWED_UP, AHEAD, replace(AHEAD, id="i10"))
    found = [(row.interview, row.state) for row in plan(facts("13T00:00", *rounds)).steps if row.kind == "follow_up"]
    assert sorted(found) == [("i1", "done"), ("i2", "upcoming")]


def test_steps_are_sorted_by_due_then_kind_then_interview_then_person() -> None:
    row = replace(HELD, starts_at=at("05T17:00"), ends_at=at("05T18:00"), recorded_at=at("05T16:30"))
    people = (PersonFacts("b"), PersonFacts("B"), PersonFacts("\u00e9"))
    rows = (replace(row, id="z", people=people), replace(row, id="Z", people=people[:1]))
    found = [(row.kind, row.interview, row.person) for row in plan(facts("05T16:45", *rows)).steps]
    assert found == [
        ("prepare_draft", "Z", None),
        ("collect_contacts", "Z", None),
        ("collect_contacts", "z", None),
        ("debrief", "Z", None),
        ("debrief", "z", None),
        ("thank", "Z", "b"),
        ("thank", "z", "B"),
        ("thank", "z", "b"),
        ("thank", "z", "\u00e9"),
    ]
