"""The plan's rules, a row a case (docs/rules.md)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from portal.applications.rules import Pace
from portal.followups.rules.facts import Facts, InterviewFacts, PersonFacts
from portal.followups.rules.plan import PlanStep, next_change_at, plan
from portal.followups.rules.policy import Policy
from portal.followups.rules.working_time import BusinessCalendar

NEW_YORK = ZoneInfo("America/New_York")
OFFICE = BusinessCalendar(zone=NEW_YORK)


def at(text: str) -> datetime:
    """A moment of March 2026 in UTC, such as `05T16:00`; longer texts are whole."""
    return datetime.fromisoformat(f"2026-03-{text}" if len(text) < 10 else text).replace(tzinfo=UTC)


DANA = PersonFacts("dana", email="dana@acme.example")
LEE = PersonFacts("lee")
HELD = InterviewFacts("i1", at("01T15:00"), at("05T15:00"), at("05T16:00"), people=(DANA, LEE))


def facts(now: str, *interviews: InterviewFacts, **changes: object) -> Facts:
    """Facts in New York at `now`; one interview held on Thursday 5 March at ten, unless others are given."""
    return replace(Facts(at(now), NEW_YORK, OFFICE, interviews=interviews or (HELD,)), **changes)  # type: ignore[arg-type]


def step(known: Facts, kind: str, person: str | None = None, interview: str = "i1") -> PlanStep | None:
    rows = [row for row in plan(known).steps if (row.kind, row.person, row.interview) == (kind, person, interview)]
    return rows[0] if rows else None


def due(known: Facts, kind: str, person: str | None = None) -> str | None:
    found = step(known, kind, person)
    return found.due_at.strftime("%dT%H:%M") if found else None


def state(known: Facts, kind: str, person: str | None = None, interview: str = "i1") -> str | None:
    found = step(known, kind, person, interview)
    return found.state if found else None


DEBRIEFED = replace(HELD, debriefed_at=at("05T17:00"))
MET_BOTH = replace(DEBRIEFED, people=(replace(DANA, met=True), replace(LEE, met=True)))
THANKED = replace(MET_BOTH, people=(replace(DANA, met=True, thanked_at=at("05T20:00")), replace(LEE, met=False)))
FOLLOWED_UP = replace(THANKED, follow_up_sent_at=at("12T14:00"))


@pytest.mark.parametrize(
    ("case", "changes", "expected"),
    [
        ("a day before", {}, "04T15:00"),
        ("not before it was recorded", {"recorded_at": at("05T09:00")}, "05T09:00"),
    ],
)
def test_a_general_draft_is_due_a_day_before(case: str, changes: dict[str, Any], expected: str) -> None:
    assert due(facts("01T16:00", replace(HELD, **changes)), "prepare_draft") == expected, case


@pytest.mark.parametrize(
    ("case", "starts", "expected"),
    [
        ("a morning one: the evening before", "05T15:00", "04T23:00"),
        ("noon is no morning: two hours before", "05T17:00", "05T15:00"),
        ("just before noon is one", "05T16:59", "04T23:00"),
    ],
)
def test_contacts_are_collected_before(case: str, starts: str, expected: str) -> None:
    row = replace(HELD, starts_at=at(starts), ends_at=at(starts) + timedelta(hours=1))
    assert due(facts("01T16:00", row), "collect_contacts") == expected, case


def test_the_debrief_is_due_half_an_hour_after_the_end() -> None:
    assert due(facts("05T16:10"), "debrief") == "05T16:30"
    assert state(facts("05T16:29"), "debrief") == "upcoming"
    assert state(facts("05T16:30"), "debrief") == "open"


@pytest.mark.parametrize(
    ("case", "row", "now", "expected"),
    [
        ("opens with the end", HELD, "05T16:00", {"dana": "open", "lee": "blocked"}),
        ("not before it", HELD, "05T15:59", {"dana": "upcoming", "lee": "upcoming"}),
        ("who was not met is not thanked", replace(DEBRIEFED, people=(replace(DANA, met=False),)), "06T00:00", {}),
        ("nobody told of is not met", DEBRIEFED, "06T00:00", {}),
        ("thanked is met and done", THANKED, "06T00:00", {"dana": "done"}),
        ("missed two weeks after its due", MET_BOTH, "20T16:00", {"dana": "missed", "lee": "missed"}),
        ("not a minute earlier", MET_BOTH, "20T14:59", {"dana": "open", "lee": "blocked"}),
    ],
)
def test_everyone_met_is_thanked(case: str, row: InterviewFacts, now: str, expected: dict[str, str]) -> None:
    found = {row.person: row.state for row in plan(facts(now, row)).steps if row.kind == "thank"}
    assert found == expected, case


def test_an_address_that_came_later_gives_a_day_from_then() -> None:
    late = replace(LEE, email="lee@acme.example", reachable_at=at("07T10:00"))
    assert due(facts("07T11:00", replace(HELD, people=(late,))), "thank", "lee") == "08T10:00"
    gone = replace(late, email=None)
    assert due(facts("07T11:00", replace(HELD, people=(gone,))), "thank", "lee") == "06T16:00"


@pytest.mark.parametrize(
    ("case", "hours", "asked", "expected"),
    [
        ("in the morning: the same day", 4, "05T15:00", "05T19:00"),
        ("used up exactly at five", 4, "05T18:00", "05T22:00"),
        ("over the night", 4, "05T20:00", "06T16:00"),
        ("over the weekend and the clock change", 4, "06T20:00", "09T15:00"),
        ("no hours on a Saturday: Monday at nine", 0, "07T15:00", "09T13:00"),
        ("no hours at five: the next morning", 0, "05T22:00", "06T14:00"),
        ("no hours at nine: at once", 0, "05T14:00", "05T14:00"),
    ],
)
def test_a_contact_request_has_a_target_in_working_hours(case: str, hours: int, asked: str, expected: str) -> None:
    row = replace(MET_BOTH, people=(replace(LEE, met=True, contact_requested_at=at(asked)),))
    assert (
        due(facts("06T00:00", row, policy=Policy(contact_target_working_hours=hours)), "request_contact", "lee")
        == expected
    ), case


@pytest.mark.parametrize(
    ("case", "pace", "expected"),
    [
        ("a decision date: the working day after", Pace(decision_on=date(2026, 3, 13)), "16T13:00"),
        ("one gone by says nothing", Pace(decision_on=date(2026, 3, 5)), "19T13:00"),
        ("two weeks: the working day after they end", Pace(expected_days=14), "20T13:00"),
        ("near the end", Pace(stage="near_end"), "12T13:00"),
        ("a way to go", Pace(stage="way_to_go"), "19T13:00"),
        ("the stage beats what is left", Pace(stage="near_end", candidates_left=9), "12T13:00"),
        ("one left", Pace(candidates_left=1), "12T13:00"),
        ("many left", Pace(candidates_left=2), "19T13:00"),
        ("hires right away", Pace(hires_right_away=True), "12T13:00"),
        ("does not", Pace(hires_right_away=False), "19T13:00"),
        ("nothing known", Pace(), "19T13:00"),
        ("a weekend: the Monday after", Pace(expected_days=1), "10T13:00"),
    ],
)
def test_the_second_follow_up_is_due_by_the_pace(case: str, pace: Pace, expected: str) -> None:
    assert due(facts("06T00:00", replace(THANKED, pace=pace)), "follow_up") == expected, case


def test_what_was_said_at_the_interview_beats_what_the_recruiter_heard() -> None:
    heard = Pace(stage="way_to_go")
    assert due(facts("06T00:00", replace(THANKED, pace=Pace(stage="near_end")), pace=heard), "follow_up") == "12T13:00"
    assert due(facts("06T00:00", THANKED, pace=heard), "follow_up") == "19T13:00"


def test_a_holiday_and_what_came_late_push_the_follow_up() -> None:
    near = replace(THANKED, pace=Pace(stage="near_end"))
    assert (
        due(facts("06T00:00", near, calendar=replace(OFFICE, holidays=frozenset({date(2026, 3, 12)}))), "follow_up")
        == "13T13:00"
    )
    called_off = InterviewFacts(
        "i2", at("06T10:00"), at("20T10:00"), at("20T11:00"), "cancelled", status_changed_at=at("17T10:00")
    )
    assert due(facts("18T00:00", near, called_off), "follow_up") == "18T13:00"


@pytest.mark.parametrize(
    ("case", "now", "row", "expected", "close"),
    [
        ("right after it was sent", "12T15:00", FOLLOWED_UP, "active", "upcoming"),
        ("a week later it asks", "19T13:00", FOLLOWED_UP, "closing", "open"),
        ("and closes by itself a week after", "26T13:00", FOLLOWED_UP, "closed", "done"),
        ("a follow-up never sent lapses", "2026-04-02T13:00", THANKED, "lapsed", None),
        ("not a minute earlier", "2026-04-02T12:59", THANKED, "active", None),
    ],
)
def test_an_application_comes_to_its_end(
    case: str, now: str, row: InterviewFacts, expected: str, close: str | None
) -> None:
    known = facts(now, row)
    assert (plan(known).state, state(known, "close")) == (expected, close), case


@pytest.mark.parametrize(
    ("case", "changes", "expected"),
    [
        ("heard back", {"heard_back_at": at("06T10:00")}, "heard_back"),
        ("closed", {"closed_at": at("06T10:00")}, "closed"),
        ("the later counts", {"closed_at": at("06T10:00"), "heard_back_at": at("06T11:00")}, "heard_back"),
        ("closed at the same moment", {"closed_at": at("06T10:00"), "heard_back_at": at("06T10:00")}, "closed"),
    ],
)
def test_an_ended_application_asks_for_nothing(case: str, changes: dict[str, datetime], expected: str) -> None:
    made = plan(facts("07T00:00", MET_BOTH, **changes))
    assert made.state == expected, case
    assert {row.state for row in made.steps} <= {"done", "dropped"}, case


def test_recording_the_next_round_opens_the_application_again_with_its_own_plan() -> None:
    second = InterviewFacts("i2", at("08T10:00"), at("12T15:00"), at("12T16:00"), people=(DANA,))
    known = facts("09T00:00", MET_BOTH, second, heard_back_at=at("07T10:00"))
    assert plan(known).state == "active"
    assert state(known, "thank", "dana") == "dropped"
    assert state(known, "collect_contacts", interview="i2") == "done"
    assert step(known, "prepare_draft", interview="i2") is not None
    assert step(known, "follow_up") is None


@pytest.mark.parametrize("status", ["cancelled", "no_show"])
def test_an_interview_that_was_not_held_asks_for_nothing_but_what_is_done_stays(status: str) -> None:
    row = replace(THANKED, status=status, status_changed_at=at("06T10:00"), debriefed_at=None)
    found = {(row.kind, row.person): row.state for row in plan(facts("07T00:00", row)).steps}
    assert found.pop(("thank", "dana")) == "done"
    assert set(found.values()) == {"dropped"}


@pytest.mark.parametrize(
    ("case", "zone", "starts", "expected"),
    [
        ("the wall's hour is skipped: the first moment after", "America/New_York", "2026-03-08T15:00", "07T23:00"),
        ("thirteen hours ahead", "Pacific/Apia", "2026-03-05T20:00", "05T05:00"),
        ("a quarter past", "Asia/Kathmandu", "2026-03-05T05:00", "04T12:15"),
    ],
)
def test_the_evening_before_is_the_candidates_own(case: str, zone: str, starts: str, expected: str) -> None:
    begins = datetime.fromisoformat(starts).replace(tzinfo=UTC)
    row = replace(HELD, starts_at=begins, ends_at=begins + timedelta(hours=1))
    assert due(facts("01T16:00", row, zone=ZoneInfo(zone)), "collect_contacts") == expected, case


def test_every_change_is_announced_by_the_moment_it_happens() -> None:
    known, seen = facts("02T00:00", replace(HELD, people=(DANA,))), []
    while (moment := next_change_at(known, made := plan(known))) is not None:
        before = replace(known, now=moment - timedelta(seconds=1))
        assert plan(before) == made
        known = replace(known, now=moment)
        assert plan(known) != made
        seen.append(plan(known).state)
    assert seen[-1] == "lapsed"
