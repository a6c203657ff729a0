"""A note to review is handed to a colleague from its row or its page, and given back."""

import uuid

import pytest
from sqlalchemy import select

from portal.alerts import assigned_reviews
from portal.approvals import actions
from portal.approvals.models import Approval
from portal.messaging.kinds import Drop, Send, Wait
from portal.messaging.models import OutgoingMessage
from portal.notes.models import Note
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser
from tests.web.notes.test_sending import handed_in, note, own

__all__ = ["note", "own"]
ROW = {"X-Row": "1"}


@pytest.fixture
def waiting(firm: Firm, own: Browser, note: Note) -> Approval:
    return handed_in(firm, own, note, "approval")


@pytest.fixture
def recruiter(firm: Firm, browse: Browse) -> Browser:
    return browse(firm.recruiter)


def holder(row: Approval) -> uuid.UUID | None:
    return row.claimed_by_id


def recheck(firm: Firm) -> Send | Wait | Drop:
    """What becomes of the one email to the colleague at its time."""
    mail = firm.session.scalars(select(OutgoingMessage).where(OutgoingMessage.kind == assigned_reviews.KIND)).one()
    assert mail.to_email == firm.owner.email
    decided = assigned_reviews.KINDS[0].recheck(firm.session, mail, mail.due_at)
    assert isinstance(decided, (Send, Wait, Drop))
    return decided


def test_a_review_is_handed_to_a_colleague_who_is_emailed_and_given_back(
    firm: Firm, recruiter: Browser, waiting: Approval
) -> None:
    path = f"/approvals/{waiting.id}/assignment"
    assert f'data-action="{path}"' in recruiter.get("/today").text
    said = recruiter.post(path, {"colleague": str(firm.owner.id)}, page="/today", headers=ROW)
    assert said.status_code == 201 and "is on it now, and gets an email." in said.text
    firm.session.expire_all()
    assert holder(waiting) == firm.owner.id
    assert isinstance(recheck(firm), (Send, Wait))
    again = recruiter.post(path, {"colleague": str(firm.owner.id)}, page="/today", headers=ROW)
    assert again.status_code == 422 and "is already reviewing it" in again.text
    fields = {"colleague": str(firm.owner.id), "before": ""}
    assert recruiter.post(f"{path}/removal", fields, page="/today", headers=ROW).status_code == 204
    firm.session.expire_all()
    assert holder(waiting) is None and waiting.escalate_at is not None
    assert isinstance(recheck(firm), Drop)


def test_a_review_that_was_taken_goes_back_to_who_had_it(firm: Firm, recruiter: Browser, waiting: Approval) -> None:
    actions.claim_review(firm.command(), waiting)
    firm.commit()
    path = f"/approvals/{waiting.id}/assignment"
    said = recruiter.post(path, {"colleague": str(firm.owner.id)}, page="/today", headers=ROW)
    assert f'value="{firm.recruiter.id}"' in said.text
    fields = {"colleague": str(firm.owner.id), "before": str(firm.recruiter.id)}
    recruiter.post(f"{path}/removal", fields, page="/today", headers=ROW)
    firm.session.expire_all()
    assert holder(waiting) == firm.recruiter.id
    again = recruiter.post(f"{path}/removal", fields, page="/today", headers=ROW)
    assert again.status_code in (409, 422), "the colleague no longer has it"


def test_a_review_is_not_handed_to_who_cannot_see_the_candidate(
    firm: Firm, recruiter: Browser, waiting: Approval
) -> None:
    path = f"/approvals/{waiting.id}/assignment"
    for colleague in (str(firm.stranger.id), str(waiting.id), ""):
        answer = recruiter.post(path, {"colleague": colleague}, page="/today", headers=ROW)
        assert answer.status_code == 422, colleague
    firm.session.expire_all()
    assert holder(waiting) is None


def test_the_page_of_a_note_hands_it_over_and_a_decided_one_is_not(
    firm: Firm, browse: Browse, recruiter: Browser, waiting: Approval
) -> None:
    path = f"/approvals/{waiting.id}"
    assert f'action="{path}/assignment"' in recruiter.get(path).text
    assert recruiter.post(f"{path}/assignment", {"colleague": str(firm.owner.id)}, page=path).status_code == 302
    recruiter.post(f"{path}/approval")
    assert "/assignment" not in recruiter.get(path).text
    late = browse(firm.owner).post(
        f"{path}/assignment", {"colleague": str(firm.recruiter.id)}, page="/today", headers=ROW
    )
    assert late.status_code in (409, 422) and "already decided" in late.text
