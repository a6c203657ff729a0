"""What a page says after a form was saved holds whatever else is recorded."""

from datetime import timedelta

import pytest

from portal.agencies import queries as agencies
from portal.candidates import actions as candidates
from portal.candidates.models import Candidate
from tests.factories.firm import Firm
from tests.fixtures.app import Browse


@pytest.fixture
def candidate(firm: Firm) -> Candidate:
    """Somebody who paused their reminders."""
    made = firm.candidate()
    candidates.suppress_reminders(firm.command(), made, "paused")
    firm.commit()
    return made


def stop(firm: Firm, candidate: Candidate, kind: str) -> None:
    candidates.suppress_reminders(firm.command(), candidate, kind)
    firm.commit()


def test_reminders_that_something_else_stops_are_not_said_to_be_on(
    firm: Firm, browse: Browse, candidate: Candidate
) -> None:
    own = browse(firm.account_of(candidate))
    assert "Reminders are on." in own.post("/me/reminders", {"wanted": "yes"}, follow_redirects=True).text
    stop(firm, candidate, "bounced")
    page = own.post("/me/reminders", {"wanted": "yes"}, follow_redirects=True).text
    assert "Reminders are on." not in page
    assert "Reminders stay off until your agency turns them on again." in page


def test_a_recruiter_reads_what_still_stops_reminders(firm: Firm, browse: Browse, candidate: Candidate) -> None:
    recruiter, path = browse(firm.recruiter), f"/candidates/{candidate.id}/pause/end"
    assert "are on again" in recruiter.post(path, follow_redirects=True).text
    stop(firm, candidate, "unsubscribed")
    page = recruiter.post(path, follow_redirects=True).text
    assert "are on again" not in page and "No reminders go out for now: They turned" in page


@pytest.mark.parametrize(("days", "is_open"), [(7, True), (-1, False)])
def test_only_an_open_position_is_said_to_be_seen(firm: Firm, browse: Browse, days: int, is_open: bool) -> None:
    field = agencies.job_fields(firm.session)[0]
    sent = {"title": "Planner", "field_id": str(field.id), "employer_id": ""}
    day = (firm.now() + timedelta(days=days)).date().isoformat()
    page = browse(firm.recruiter).post("/openings/new", sent | {"open_until": day}, follow_redirects=True)
    assert page.status_code == 200
    assert ("Candidates in this field can see it now." in page.text) == is_open
