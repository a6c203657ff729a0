"""What lists show of plans, by example (docs/architecture.md#summaries)."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from portal.candidates.rules import SuppressionFacts
from portal.names.folding import fold
from portal.summaries import rules
from portal.summaries.rules import ApplicationFacts, Mark, PlanSummary, StepFacts

DUE = datetime(2026, 12, 1, 15, tzinfo=UTC)
DAY = timedelta(days=1)
ROUND, DANA, LEE = (uuid.UUID(int=number) for number in (1, 2, 3))
THANK = StepFacts("thank", ROUND, DANA, "open", DUE - DAY, DUE, DUE + 14 * DAY, "same_day")
FIND = StepFacts("request_contact", ROUND, LEE, "open", DUE - 2 * DAY, DUE - DAY, DUE + 14 * DAY, "recruiter_looks")
DEBRIEF = StepFacts("debrief", ROUND, None, "open", DUE - DAY, DUE - DAY, DUE + 13 * DAY, "while_fresh")


def test_the_next_task_is_the_earliest_and_the_recruiters_comes_last() -> None:
    assert rules.summarize_plan([THANK, FIND]).next_kind == "thank"
    assert rules.summarize_plan([FIND]).next_kind == "request_contact"
    both = rules.summarize_plan([THANK, DEBRIEF, replace(THANK, person_id=LEE)])
    assert (both.next_kind, both.next_due_at) == ("debrief", DUE - DAY)


def test_the_next_task_counts_its_like_at_the_same_interview() -> None:
    found = rules.summarize_plan([THANK, replace(THANK, person_id=LEE), replace(THANK, interview_id=LEE)])
    assert (found.next_person_id, found.next_count) == (DANA, 2)


@pytest.mark.parametrize("change", [{"state": "done"}, {"state": "dropped"}, {"state": "blocked"}, {"under_way": True}])
def test_what_is_done_waits_or_is_under_way_is_no_next_task_and_never_late(change: dict[str, object]) -> None:
    found = rules.summarize_plan([replace(THANK, **change)])  # type: ignore[arg-type]
    assert (found.next_kind, found.late_from) == (None, None)


@pytest.mark.parametrize(
    ("step", "late_from"),
    [
        (THANK, DUE),
        (DEBRIEF, DUE),
        (replace(THANK, state="upcoming"), DUE),
        (FIND, None),
        (replace(THANK, reason_code="not_available"), None),
    ],
)
def test_a_task_is_late_after_its_time_or_a_day_later_if_it_opened_then(
    step: StepFacts, late_from: datetime | None
) -> None:
    assert rules.summarize_plan([step]).late_from == late_from


@pytest.mark.parametrize(
    ("states", "code"),
    [
        ((), "none"),
        (("dropped",), "none"),
        (("done", "done"), "done"),
        (("done", "blocked"), "waiting"),
        (("done", "blocked", "open"), "open"),
        (("upcoming",), "open"),
        (("done", "open", "missed"), "missed"),
    ],
)
def test_a_mark_says_the_most_pressing_of_its_tasks(states: tuple[str, ...], code: str) -> None:
    steps = [replace(THANK, state=state, person_id=uuid.UUID(int=place)) for place, state in enumerate(states)]
    found = rules.summarize_plan(steps)
    assert found.marks[2].code == code
    assert (found.thanked, found.to_thank) == (states.count("done"), len(states) - states.count("dropped"))


def test_the_columns_hold_all_of_a_summary() -> None:
    found = replace(rules.summarize_plan([THANK, FIND]), heard_at=DUE, marks=(Mark("done"), *(Mark("open", DUE),) * 4))
    assert PlanSummary.of_columns(found.columns()) == found


def application(number: int, plan: PlanSummary, ended_at: datetime | None = None) -> ApplicationFacts:
    return ApplicationFacts(uuid.UUID(int=number), plan, ended_at)


def test_a_candidate_shows_the_applications_under_way_together() -> None:
    thanks, debrief = rules.summarize_plan([THANK]), rules.summarize_plan([DEBRIEF, replace(THANK, state="done")])
    ended = rules.summarize_plan([replace(THANK, state="missed")])
    found = rules.combine_plans([application(1, thanks), application(2, debrief), application(3, ended, DUE)])
    assert (found.next_application_id, found.plan.next_kind) == (uuid.UUID(int=2), "debrief")
    assert (found.plan.thanked, found.plan.to_thank, found.plan.marks[2]) == (1, 2, Mark("open", DUE))


def test_a_candidate_without_one_under_way_shows_the_one_that_ended_last() -> None:
    older, newer = (rules.summarize_plan([replace(THANK, state=state)]) for state in ("missed", "done"))
    found = rules.combine_plans([application(2, older, DUE - DAY), application(1, newer, DUE)])
    assert (found.next_application_id, found.plan.marks[2].code) == (None, "done")
    assert rules.combine_plans([]).plan == PlanSummary()


@pytest.mark.parametrize(
    ("applications", "suppression", "state"),
    [
        ([], None, "no_application"),
        ([application(1, PlanSummary())], "placed", "under_way"),
        ([application(1, PlanSummary(), DUE)], None, "available"),
        ([application(1, PlanSummary(), DUE)], "placed", "placed"),
        ([replace(application(1, PlanSummary(), DUE), has_offer=True)], "paused", "placed"),
        ([application(1, PlanSummary())], "deactivated", "deactivated"),
    ],
)
def test_a_candidates_state(applications: list[ApplicationFacts], suppression: str | None, state: str) -> None:
    assert rules.candidate_state(applications, suppression) == state
    available = rules.available_from(applications, state)
    assert available == (DUE if state == "available" else None)


def test_the_weightiest_suppression_says_until_when() -> None:
    stops = [SuppressionFacts("paused", DUE + DAY), SuppressionFacts("bounced", DUE)]
    assert rules.weightiest_suppression(stops, DUE, deactivated=False) == rules.Suppression("paused", DUE + DAY)
    assert rules.weightiest_suppression(stops, DUE, deactivated=True).kind == "deactivated"


@pytest.mark.parametrize(
    ("name", "folded"),
    [("Şatō", "sato"), ("  Ann   LEE ", "ann lee"), ("Łukasz Müller-Straße", "lukasz muller-strasse")],
)
def test_names_are_folded(name: str, folded: str) -> None:
    assert fold(name) == folded
