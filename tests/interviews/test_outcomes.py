"""How an application ends, and what becomes of an interview that is still ahead."""

from datetime import timedelta

import pytest

from portal.applications.models import Application
from portal.candidates import queries as candidates
from portal.interviews import outcomes, queries
from portal.interviews.outcomes import UpcomingInterviewUndecided
from tests.factories.firm import Firm

HELD = -timedelta(hours=3)


@pytest.fixture
def application(firm: Firm) -> Application:
    """An application with one interview held and one ahead."""
    made = firm.application()
    firm.interview(made, starts_in=HELD)
    firm.interview(made)
    return made


def statuses(firm: Firm, application: Application) -> list[str]:
    return [row.status for row in queries.interviews_of_application(firm.session, application.id)]


@pytest.mark.parametrize("ahead", [None, "", "nonsense"])
def test_an_interview_ahead_asks_what_becomes_of_it(firm: Firm, application: Application, ahead: str | None) -> None:
    now = firm.now()
    with pytest.raises(UpcomingInterviewUndecided) as asked:
        outcomes.record_response(firm.session, application, "refusal", None, ahead=ahead, at=now, by=firm.by, now=now)
    assert asked.value.field == "ahead"
    with pytest.raises(UpcomingInterviewUndecided):
        outcomes.close_application(firm.session, application, "withdrawn", ahead=ahead, by=firm.by, now=now)
    assert statuses(firm, application) == ["planned", "planned"]


def test_where_it_stays_nothing_ends(firm: Firm, application: Application) -> None:
    now = firm.now()
    assert (
        outcomes.record_response(firm.session, application, "answer", "x", ahead="stays", at=now, by=firm.by, now=now)
        is None
    )
    assert (
        outcomes.close_application(firm.session, application, "withdrawn", ahead="stays", by=firm.by, now=now) is None
    )
    outcomes.record_placement(firm.session, application, ending=[], ahead="stays", by=firm.by, now=now)
    firm.commit()
    assert (application.state, statuses(firm, application)) == ("active", ["planned", "planned"])


def test_an_answer_calls_off_what_is_ahead_and_stops_the_plan(firm: Firm, application: Application) -> None:
    now = firm.now()
    said = outcomes.record_response(
        firm.session, application, "refusal", "No.", ahead="cancelled", at=now, by=firm.by, now=now
    )
    firm.commit()
    assert said is not None
    assert (application.state, statuses(firm, application)) == ("heard_back", ["planned", "cancelled"])


def test_with_nothing_ahead_nothing_is_asked(firm: Firm) -> None:
    application, now = firm.application(), firm.now()
    firm.interview(application, starts_in=HELD)
    assert (
        outcomes.close_application(firm.session, application, "withdrawn", ahead=None, by=firm.by, now=now) is not None
    )
    firm.commit()
    assert application.state == "closed"


@pytest.mark.parametrize(("others", "state"), [("close", "closed"), ("keep", "active")])
def test_a_placement_asks_what_becomes_of_the_other_applications(firm: Firm, others: str, state: str) -> None:
    candidate = firm.candidate()
    won, other, over = (firm.application(candidate) for _ in range(3))
    for row in (won, other, over):
        firm.interview(row, starts_in=HELD)
    firm.interview(other)
    outcomes.close_application(firm.session, over, "withdrawn", ahead=None, by=firm.by, now=firm.now())
    firm.commit()
    ending = [other.id] if others == "close" else []
    outcomes.record_placement(firm.session, won, ending=ending, ahead=None, by=firm.by, now=firm.now())
    firm.commit()
    assert (won.state, other.state, over.state) == ("closed", state, "closed")
    assert statuses(firm, other) == ["planned", "cancelled" if others == "close" else "planned"]
    assert len(over.closures) == 1
    assert [row.kind for row in candidates.active_suppressions(firm.session, [candidate.id])[candidate.id]] == [
        "placed"
    ]
