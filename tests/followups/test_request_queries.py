"""One request for an address serves everybody who waits: each recruiter sees their own who do, and nobody else's."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.models import Account
from portal.accounts.viewer import Viewer
from portal.applications import actions as applications
from portal.applications.rules import Pace
from portal.candidates.models import Candidate
from portal.contacts.details import ContactDetails
from portal.contacts.models import ContactRequest
from portal.core import transaction
from portal.core.errors import NotFound
from portal.followups import request_queries
from portal.followups.models import Step
from portal.interviews import actions as interviews
from portal.interviews import outcomes
from portal.interviews.models import Interview
from portal.interviews.slots import Slot
from tests.factories.firm import ZONE, Firm
from tests.fixtures.app import Browse

AGO = -timedelta(hours=2)


def eyes(account: Account, scope: str = "office") -> Viewer:
    return Viewer(account.id, account.role, account.name, account.email, ZONE, account.office_id, scope)


def meets(firm: Firm, candidate: Candidate, first: Interview) -> Interview:
    """Another candidate met whom the first one met."""
    employer_id = first.application.employer_id
    application = applications.create(firm.command(), candidate.id, employer_id, "Designer", Pace())
    starts = firm.now() + AGO
    slot = Slot(starts, starts + timedelta(hours=1), ZONE)
    made = interviews.record(firm.command(), application, slot, ())
    interviews.add_contact(firm.command(), made, first.people[0].contact)
    firm.session.refresh(made)
    return made


@pytest.fixture
def both(firm: Firm) -> tuple[Interview, Interview]:
    """Ann of this office and Bob of the stranger's met Dana, whose address nobody has."""
    ann, bob = firm.candidate("Ann Lee"), firm.candidate("Bob Moss")
    bob.recruiter_id, bob.office_id = firm.stranger.id, firm.stranger.office_id
    first = firm.interview(firm.application(ann), starts_in=AGO, people=("Dana Ruiz",))
    second = meets(firm, bob, first)
    firm.debriefed(first)
    firm.debriefed(second)
    transaction.replan_touched(firm.session, firm.now())
    return first, second


def seen(firm: Firm, viewer: Viewer) -> list[list[str]]:
    rows = firm.session.scalars(request_queries.open_requests_visible_to(viewer)).all()
    waits = request_queries.waiting_candidates_by_contact(firm.session, viewer, rows)
    return [[candidate.name for candidate in waits[row.contact_id]] for row in rows]


@pytest.mark.usefixtures("both")
def test_each_recruiter_sees_the_request_with_their_own_who_wait(firm: Firm) -> None:
    assert len(firm.session.scalars(select(ContactRequest)).all()) == 1
    assert seen(firm, eyes(firm.recruiter)) == [["Ann Lee"]]
    assert seen(firm, eyes(firm.stranger)) == [["Bob Moss"]]
    assert seen(firm, eyes(firm.owner, "agency")) == [["Ann Lee", "Bob Moss"]]


def test_whoever_no_longer_waits_leaves_the_request_to_those_who_do(
    firm: Firm, both: tuple[Interview, Interview]
) -> None:
    now = firm.now()
    outcomes.record_response(firm.command(now=now), both[0].application, "refusal", None, ahead=None, at=now)
    transaction.replan_touched(firm.session, now)
    assert seen(firm, eyes(firm.recruiter)) == []
    assert seen(firm, eyes(firm.stranger)) == [["Bob Moss"]]
    outcomes.record_response(firm.command(now=now), both[1].application, "refusal", None, ahead=None, at=now)
    transaction.replan_touched(firm.session, now)
    assert firm.session.scalars(select(ContactRequest.outcome)).all() == ["not_needed"]


@pytest.mark.usefixtures("both")
def test_one_answer_unblocks_all_who_wait_whoever_gives_it(firm: Firm, browse: Browse) -> None:
    request = firm.session.scalars(select(ContactRequest)).one()
    stranger = browse(firm.stranger)
    page = stranger.get(f"/contact-requests/{request.id}/answer").text
    assert "Bob Moss" in page and "Ann Lee" not in page
    assert "Ann Lee" not in stranger.get("/today").text
    answered = stranger.post(f"/contact-requests/{request.id}/answer", {"name": "Dana Ruiz", "email": "d@acme.example"})
    assert answered.status_code == 302
    assert set(firm.session.scalars(select(Step.state).where(Step.kind == "thank"))) == {"open"}
    assert browse(firm.recruiter).get(f"/contact-requests/{request.id}/answer").status_code == 200


def test_nobody_sees_a_request_for_which_none_of_theirs_waits(firm: Firm) -> None:
    first = firm.interview(starts_in=AGO, people=("Dana Ruiz",))
    firm.debriefed(first)
    transaction.replan_touched(firm.session, firm.now())
    request = firm.session.scalars(select(ContactRequest)).one()
    assert seen(firm, eyes(firm.stranger)) == []
    with pytest.raises(NotFound):
        request_queries.get_request(firm.session, eyes(firm.stranger), request.id)
    supplied = ContactDetails("Dana Ruiz", postal_address="12 Main Street")
    interviews.update_contact(firm.command(), first.people[0].contact, supplied)
    assert request_queries.get_request(firm.session, eyes(firm.recruiter), request.id).outcome == "answered"
    assert seen(firm, eyes(firm.recruiter)) == []
