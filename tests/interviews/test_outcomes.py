"""How an application ends: what becomes of interviews ahead, other applications of the candidate, and reminders."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.applications import queries
from portal.applications.models import Application, Closure, EmployerResponse
from portal.audit.models import AuditEvent
from portal.candidates import queries as candidates
from portal.core import transaction
from portal.interviews import actions as interviews
from portal.interviews import outcomes
from portal.interviews import queries as interview_queries
from portal.interviews.models import Interview
from portal.interviews.slots import Slot
from tests.factories.firm import ZONE, Firm

HELD = -timedelta(hours=3)


def settled(firm: Firm, application: Application) -> str:
    transaction.replan_touched(firm.session, firm.now())
    return application.state


def heard(firm: Firm, application: Application, ahead: str | None, kind: str = "answer") -> EmployerResponse | None:
    now = firm.now()
    return outcomes.record_response(firm.command(now=now), application, kind, None, ahead=ahead, at=now)


@pytest.mark.parametrize("kind", ["answer", "offer", "refusal"])
def test_hearing_back_ends_what_was_pending_and_says_who_recorded_it(firm: Firm, kind: str) -> None:
    interview = firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz <d@acme.example>",))
    made = heard(firm, interview.application, None, kind)
    assert made is not None and made.by_id == firm.recruiter.id
    assert settled(firm, interview.application) == "heard_back"
    deeds = firm.session.scalars(select(AuditEvent.action).where(AuditEvent.subject_id == made.id)).all()
    assert deeds == [f"application.{kind}"]


def test_an_interview_ahead_has_to_be_spoken_of_first(firm: Firm) -> None:
    interview = firm.interview()
    for ahead in (None, "", "perhaps"):
        with pytest.raises(outcomes.UpcomingInterviewUndecided) as refused:
            heard(firm, interview.application, ahead)
        assert refused.value.field == "ahead"
        with pytest.raises(outcomes.UpcomingInterviewUndecided):
            outcomes.close_application(firm.command(), interview.application, "withdrawn", ahead=ahead)
    assert interview.status == "planned"


def test_an_interview_that_stays_was_an_invitation_and_ends_nothing(firm: Firm) -> None:
    interview = firm.interview()
    assert heard(firm, interview.application, "stays") is None
    now = firm.now()
    assert outcomes.close_application(firm.command(now=now), interview.application, "no_answer", ahead="stays") is None
    assert firm.session.scalars(select(EmployerResponse)).all() == firm.session.scalars(select(Closure)).all() == []
    assert settled(firm, interview.application) == "active"
    assert interview.status == "planned"


def test_an_interview_that_is_off_is_called_off_with_the_answer(firm: Firm) -> None:
    first = firm.interview()
    second = firm.interview(first.application, starts_in=timedelta(days=9))
    heard(firm, first.application, "cancelled", "refusal")
    firm.session.flush()
    states = {row.id: row.status for row in firm.session.scalars(select(Interview))}
    assert states == {first.id: "cancelled", second.id: "cancelled"}
    assert settled(firm, first.application) == "heard_back"


def test_the_next_round_opens_an_ended_application_again(firm: Firm) -> None:
    interview = firm.interview(starts_in=-timedelta(days=1), people=("Dana Ruiz <d@acme.example>",))
    application, later = interview.application, firm.now() + timedelta(minutes=5)
    outcomes.close_application(firm.command(), application, "no_answer", ahead=None)
    assert settled(firm, application) == "closed"
    slot = Slot(later + timedelta(days=2), later + timedelta(days=2, hours=1), ZONE)
    interviews.record(firm.command(now=later), application, slot, ())
    transaction.replan_touched(firm.session, later)
    assert application.state == "active"


def test_what_they_wrote_after_the_close_is_recorded_and_opens_nothing(firm: Firm) -> None:
    interview = firm.interview(starts_in=-timedelta(days=1))
    application, later = interview.application, firm.now() + timedelta(minutes=5)
    outcomes.close_application(firm.command(), application, "no_answer", ahead=None)
    assert settled(firm, application) == "closed"
    outcomes.record_response(firm.command(now=later), application, "refusal", None, ahead=None, at=later)
    transaction.replan_touched(firm.session, later)
    assert application.state == "heard_back"


def test_a_placement_asks_only_of_applications_that_still_run(firm: Firm) -> None:
    candidate = firm.candidate()
    got, running, over = (firm.application(candidate) for _ in range(3))
    ahead = firm.interview(running)
    outcomes.close_application(firm.command(), over, "no_answer", ahead=None)
    transaction.replan_touched(firm.session, firm.now())
    assert [row.id for row in queries.other_active_applications(firm.session, got)] == [running.id]
    outcomes.record_placement(firm.command(), got, ending=[running.id], ahead=None)
    assert settled(firm, running) == "closed"
    assert ahead.status == "cancelled"
    kinds = {row.application_id: row.kind for row in firm.session.scalars(select(Closure))}
    assert kinds == {got.id: "placed", running.id: "elsewhere", over.id: "no_answer"}


def test_a_placement_can_keep_the_others_going(firm: Firm) -> None:
    candidate = firm.candidate()
    got, other = firm.application(candidate), firm.application(candidate)
    outcomes.record_placement(firm.command(), got, ending=[], ahead=None)
    assert settled(firm, other) == "active"


def test_nobody_is_placed_while_the_interview_stays(firm: Firm) -> None:
    interview = firm.interview()
    application, now = interview.application, firm.now()
    assert outcomes.record_placement(firm.command(now=now), application, ending=[], ahead="stays") is None
    assert settled(firm, application) == "active"
    assert candidates.active_suppressions(firm.session, [application.candidate_id])[application.candidate_id] == []


@pytest.fixture
def application(firm: Firm) -> Application:
    """An application with one interview held and one ahead."""
    made = firm.application()
    firm.interview(made, starts_in=HELD)
    firm.interview(made)
    return made


def statuses(firm: Firm, application: Application) -> list[str]:
    return [row.status for row in interview_queries.interviews_of_application(firm.session, application.id)]


@pytest.mark.parametrize("ahead", [None, "", "nonsense"])
def test_an_interview_ahead_asks_what_becomes_of_it(firm: Firm, application: Application, ahead: str | None) -> None:
    now = firm.now()
    with pytest.raises(outcomes.UpcomingInterviewUndecided) as asked:
        outcomes.record_response(firm.command(now=now), application, "refusal", None, ahead=ahead, at=now)
    assert asked.value.field == "ahead"
    with pytest.raises(outcomes.UpcomingInterviewUndecided):
        outcomes.close_application(firm.command(now=now), application, "withdrawn", ahead=ahead)
    assert statuses(firm, application) == ["planned", "planned"]


def test_where_it_stays_nothing_ends(firm: Firm, application: Application) -> None:
    now = firm.now()
    assert outcomes.record_response(firm.command(now=now), application, "answer", "x", ahead="stays", at=now) is None
    assert outcomes.close_application(firm.command(now=now), application, "withdrawn", ahead="stays") is None
    outcomes.record_placement(firm.command(now=now), application, ending=[], ahead="stays")
    firm.commit()
    assert (application.state, statuses(firm, application)) == ("active", ["planned", "planned"])


def test_an_answer_calls_off_what_is_ahead_and_stops_the_plan(firm: Firm, application: Application) -> None:
    now = firm.now()
    said = outcomes.record_response(firm.command(now=now), application, "refusal", "No.", ahead="cancelled", at=now)
    firm.commit()
    assert said is not None
    assert (application.state, statuses(firm, application)) == ("heard_back", ["planned", "cancelled"])


def test_with_nothing_ahead_nothing_is_asked(firm: Firm) -> None:
    application = firm.interview(starts_in=HELD).application
    closed = outcomes.close_application(firm.command(), application, "withdrawn", ahead=None)
    assert closed is not None
    firm.commit()
    assert application.state == "closed"


@pytest.mark.parametrize(("others", "state"), [("close", "closed"), ("keep", "active")])
def test_a_placement_asks_what_becomes_of_the_other_applications(firm: Firm, others: str, state: str) -> None:
    candidate = firm.candidate()
    won, other, over = (firm.application(candidate) for _ in range(3))
    for row in (won, other, over):
        firm.interview(row, starts_in=HELD)
    firm.interview(other)
    outcomes.close_application(firm.command(), over, "withdrawn", ahead=None)
    firm.commit()
    ending = [other.id] if others == "close" else []
    outcomes.record_placement(firm.command(), won, ending=ending, ahead=None)
    firm.commit()
    assert (won.state, other.state, over.state) == ("closed", state, "closed")
    assert statuses(firm, other) == ["planned", "cancelled" if others == "close" else "planned"]
    assert len(over.closures) == 1
    assert [row.kind for row in candidates.active_suppressions(firm.session, [candidate.id])[candidate.id]] == [
        "placed"
    ]
