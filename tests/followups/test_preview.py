"""The plan that an interview would have: the steps before it and after it, by the rules that plan it once recorded."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.followups.rules.facts import Facts, InterviewFacts, PersonFacts
from portal.followups.rules.plan import plan
from portal.followups.rules.preview import preview_steps
from portal.followups.rules.working_time import BusinessCalendar

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
STARTS = NOW + timedelta(days=3)


def facts() -> Facts:
    return Facts(now=NOW, zone=ZoneInfo("America/New_York"), calendar=BusinessCalendar(zone=ZoneInfo("UTC")))


def interview(name: str = "new", starts: datetime = STARTS) -> InterviewFacts:
    people = (PersonFacts("dana", email="d@acme.example", reachable_at=NOW), PersonFacts("lee"))
    return InterviewFacts(name, NOW, starts, starts + timedelta(hours=1), people=people)


def test_the_steps_before_and_after_the_interview_are_there_in_order() -> None:
    kinds = [(step.kind, step.person) for step in preview_steps(facts(), interview())]
    assert kinds == [
        ("prepare_draft", None),
        ("collect_contacts", None),
        ("debrief", None),
        ("thank", "dana"),
        ("thank", "lee"),
        ("follow_up", None),
    ]


def test_what_is_planned_now_is_what_the_plan_says_once_it_is_recorded() -> None:
    recorded = plan(replace(facts(), interviews=(interview(),))).steps
    previewed = preview_steps(facts(), interview())
    assert recorded and all(step in previewed for step in recorded)


def test_steps_of_earlier_rounds_are_left_out() -> None:
    earlier = replace(facts(), interviews=(interview("first", NOW - timedelta(days=3)),))
    assert {step.interview for step in preview_steps(earlier, interview())} == {"new"}


def test_an_interview_in_the_past_is_planned_as_of_now() -> None:
    past = interview(starts=NOW - timedelta(days=1))
    assert "follow_up" in {step.kind for step in preview_steps(facts(), past)}
