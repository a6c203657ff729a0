"""What is done in a row of Today: said by the row, undone, and refused where it no longer applies."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal.alerts import assigned_requests
from portal.candidates.models import Candidate
from portal.contacts.models import ContactRequest
from portal.interviews.models import Interview, InterviewPerson, StepCompletion
from portal.messaging.kinds import Drop, Send, Wait
from portal.messaging.models import OutgoingMessage
from portal.notes import actions as notes
from portal.summaries.models import CandidateSummary
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser

ROW = {"X-Row": "1", "HX-Request": "true"}
LATE = 'data-count="late">1<'


@pytest.fixture
def recruiter(firm: Firm, browse: Browse) -> Browser:
    return browse(firm.recruiter)


@pytest.fixture
def late(firm: Firm) -> Candidate:
    """A candidate whose thank-you is days late, as their summary says."""
    candidate = firm.candidate("Ann Lee")
    firm.draft(candidate)
    held = firm.interview(
        firm.application(candidate), starts_in=-timedelta(days=4), people=("Dana Ruiz <dana@acme.example>",)
    )
    firm.debriefed(held)
    firm.commit()
    due_at = firm.now() - timedelta(days=2)
    values = {"next_due_at": due_at, "late_from": due_at}
    firm.session.execute(update(CandidateSummary).where(CandidateSummary.id == candidate.id).values(values))
    firm.commit()
    return candidate


@pytest.fixture
def silent(firm: Firm) -> Candidate:
    """A candidate whose debrief is days late."""
    candidate = firm.candidate("Bea Silent")
    firm.interview(firm.application(candidate), starts_in=-timedelta(days=9), people=("Dana Ruiz",))
    firm.commit()
    return candidate


def press(browser: Browser, path: str, **fields: str) -> str:
    """Press it in the row, and return what the row then says."""
    answer = browser.post(path, fields, page="/today", headers=ROW)
    assert answer.status_code == 201, answer.text
    return answer.text


def test_a_snoozed_task_leaves_today_with_its_reason_and_comes_back(recruiter: Browser, silent: Candidate) -> None:
    assert LATE in recruiter.get("/today").text
    path = f"/today/tasks/{silent.id}/snooze"
    said = press(recruiter, path, until="tomorrow", reason="on vacation")
    assert "Snoozed until " in said and ": on vacation" in said and f'action="{path}/removal"' in said
    page = recruiter.get("/today").text
    assert LATE not in page and "on vacation" in page and "Bring back" in page
    assert "1 candidate" in recruiter.get("/candidates?snoozed=1").text
    assert "0 candidates" in recruiter.get("/candidates?late=day").text
    assert recruiter.post(f"{path}/removal", page="/today", headers=ROW).status_code == 204
    assert LATE in recruiter.get("/today").text


@pytest.mark.parametrize(
    "fields",
    [{}, {"until": "never"}, {"until": "on"}, {"until": "on", "on": "2020-01-01"}, {"until": "on", "on": "2099-01-01"}],
)
def test_a_snooze_that_cannot_be_is_refused_where_it_was_asked(
    recruiter: Browser, late: Candidate, fields: dict[str, str]
) -> None:
    answer = recruiter.post(f"/today/tasks/{late.id}/snooze", fields, page="/today", headers=ROW)
    assert answer.status_code == 422
    assert "Choose a day from tomorrow on" in answer.text or "Enter a year" in answer.text
    assert LATE in recruiter.get("/today").text


def test_a_task_that_the_candidate_did_is_marked_and_unmarked(firm: Firm, recruiter: Browser, late: Candidate) -> None:
    path = f"/today/tasks/{late.id}/completion"
    said = press(recruiter, path, kind="thank")
    done = firm.session.scalar(select(StepCompletion).where(StepCompletion.kind == "thank"))
    assert done is not None and done.means == "told" and f'value="{done.id}"' in said
    assert LATE not in recruiter.get("/today").text
    undone = recruiter.post(f"{path}/removal", {"completion": str(done.id)}, page="/today", headers=ROW)
    assert undone.status_code == 204
    assert firm.session.scalar(select(StepCompletion).where(StepCompletion.kind == "thank")) is None


@pytest.mark.parametrize("kind", ["follow_up", "debrief", "no_such_kind", ""])
def test_a_task_that_is_not_the_next_one_is_not_marked(
    firm: Firm, recruiter: Browser, late: Candidate, kind: str
) -> None:
    before = len(firm.session.scalars(select(StepCompletion)).all())
    answer = recruiter.post(f"/today/tasks/{late.id}/completion", {"kind": kind}, page="/today", headers=ROW)
    assert answer.status_code == 409
    assert "This changed in the meantime" in answer.text
    assert len(firm.session.scalars(select(StepCompletion)).all()) == before


def test_a_completion_of_somebody_else_is_not_undone(firm: Firm, recruiter: Browser, late: Candidate) -> None:
    other = firm.interview(firm.application(firm.candidate("Bob Moss")), starts_in=-timedelta(hours=3))
    firm.debriefed(other)
    firm.commit()
    theirs = firm.session.scalars(select(StepCompletion).join(Interview).where(Interview.id == other.id)).one()
    fields = {"completion": str(theirs.id)}
    recruiter.post(f"/today/tasks/{late.id}/completion/removal", fields, page="/today", headers=ROW)
    assert firm.session.scalar(select(StepCompletion).where(StepCompletion.id == theirs.id)) is not None


def test_a_request_that_is_not_needed_is_closed_and_opened_again(firm: Firm, recruiter: Browser) -> None:
    held = firm.interview(
        firm.application(firm.candidate("Cy Nash")), starts_in=-timedelta(hours=3), people=("Lee Park",)
    )
    firm.debriefed(held)
    firm.commit()
    asked = firm.session.scalars(select(ContactRequest)).one()
    said = press(recruiter, f"/contact-requests/{asked.id}/withdrawal")
    assert "Request closed." in said
    assert 'data-count="requests"' not in recruiter.get("/today").text
    undo = f"/contact-requests/{asked.id}/not-available/removal"
    assert f'action="{undo}"' in said
    assert recruiter.post(undo, page="/today", headers=ROW).status_code == 204
    assert 'data-count="requests">1<' in recruiter.get("/today").text


@pytest.fixture
def asked(firm: Firm) -> ContactRequest:
    """A request for the contact info of Lee Park, whom Cy Nash met."""
    held = firm.interview(
        firm.application(firm.candidate("Cy Nash")), starts_in=-timedelta(hours=3), people=("Lee Park",)
    )
    firm.debriefed(held)
    firm.commit()
    return firm.session.scalars(select(ContactRequest)).one()


@pytest.mark.parametrize(("email", "postal_address"), [("lee@acme.example", ""), ("", "1 Mill Street\nYonkers")])
def test_contact_info_saved_in_the_pane_is_said_by_the_row_and_undone(
    firm: Firm, recruiter: Browser, asked: ContactRequest, email: str, postal_address: str
) -> None:
    path = f"/contact-requests/{asked.id}/answer"
    address = {"email": email, "postal_address": postal_address}
    said = press(recruiter, path, name="Lee Park", source="hr", **address)
    assert "is saved. Notes waiting for Lee Park can go out now." in said and f'action="{path}/removal"' in said
    firm.session.expire_all()
    assert (asked.outcome, asked.source) == ("answered", "hr")
    assert "HR" in recruiter.get("/contact-requests?when=closed").text
    assert recruiter.post(f"{path}/removal", address, page="/today", headers=ROW).status_code == 204
    firm.session.expire_all()
    assert (asked.closed_at, asked.source, asked.contact.email, asked.contact.reachable_at) == (None,) * 4
    assert 'data-count="requests">1<' in recruiter.get("/today").text


def test_what_was_changed_since_or_long_ago_is_not_undone(
    firm: Firm, recruiter: Browser, asked: ContactRequest
) -> None:
    path = f"/contact-requests/{asked.id}/answer"
    press(recruiter, path, name="Lee Park", email="lee@acme.example")
    other = recruiter.post(f"{path}/removal", {"email": "l@acme.example"}, page="/today", headers=ROW)
    assert other.status_code == 409 and "This changed in the meantime" in other.text
    firm.session.execute(update(ContactRequest).values(closed_at=firm.now() - timedelta(hours=1)))
    firm.commit()
    late = recruiter.post(f"{path}/removal", {"email": "lee@acme.example"}, page="/today", headers=ROW)
    assert late.status_code == 409 and "too late" in late.text


def test_undoing_says_which_notes_went_to_the_address_already(
    firm: Firm, recruiter: Browser, asked: ContactRequest
) -> None:
    path = f"/contact-requests/{asked.id}/answer"
    press(recruiter, path, name="Lee Park", email="lee@acme.example")
    person = firm.session.scalars(select(InterviewPerson)).one()
    note = notes.begin(firm.command(), person, "thank", {})
    notes.save(firm.command(), note, "Thank you", "Dear Lee, it was good to meet you. Best regards, Cy")
    notes.send(firm.command(), note).state = "sent"
    firm.commit()
    undone = recruiter.post(f"{path}/removal", {"email": "lee@acme.example"}, page="/today", headers=ROW)
    assert undone.status_code == 201
    assert "What already went there can’t be undone: Cy Nash’s note." in undone.text and "data-undo" not in undone.text


def test_a_guess_leaves_the_request_open_until_someone_confirms_it(
    firm: Firm, recruiter: Browser, asked: ContactRequest
) -> None:
    path = f"/contact-requests/{asked.id}/answer"
    said = press(recruiter, path, name="Lee Park", email="lee@acme.example", source="guess")
    assert "is saved as a guess. Nothing is sent there" in said
    firm.session.expire_all()
    assert asked.closed_at is None and asked.contact.email_is_guess
    undone = recruiter.post(f"{path}/removal", {"email": "lee@acme.example"}, page="/today", headers=ROW)
    firm.session.expire_all()
    assert undone.status_code == 204 and asked.contact.email is None


def holder(asked: ContactRequest) -> uuid.UUID | None:
    return asked.claimed_by_id


def test_a_request_is_handed_to_a_colleague_who_is_emailed_and_given_back(
    firm: Firm, recruiter: Browser, asked: ContactRequest
) -> None:
    path = f"/contact-requests/{asked.id}/assignment"
    said = press(recruiter, path, colleague=str(firm.owner.id))
    assert "is on it now, and gets an email." in said
    firm.session.expire_all()
    assert holder(asked) == firm.owner.id
    mail = firm.session.scalars(select(OutgoingMessage).where(OutgoingMessage.kind == "contact-request-assigned")).one()
    assert mail.to_email == firm.owner.email and isinstance(
        assigned_requests.KINDS[0].recheck(firm.session, mail, mail.due_at), (Send, Wait)
    )
    again = recruiter.post(path, {"colleague": str(firm.owner.id)}, page="/today", headers=ROW)
    assert again.status_code == 422 and "is already looking for it" in again.text
    fields = {"colleague": str(firm.owner.id), "before": ""}
    assert recruiter.post(f"{path}/removal", fields, page="/today", headers=ROW).status_code == 204
    firm.session.expire_all()
    assert holder(asked) is None
    assert isinstance(assigned_requests.KINDS[0].recheck(firm.session, mail, mail.due_at), Drop)


def test_a_request_is_not_handed_to_who_cannot_see_it_or_no_longer_works_here(
    firm: Firm, recruiter: Browser, asked: ContactRequest
) -> None:
    path = f"/contact-requests/{asked.id}/assignment"
    for colleague in (str(firm.stranger.id), str(asked.id), ""):
        answer = recruiter.post(path, {"colleague": colleague}, page="/today", headers=ROW)
        assert answer.status_code == 422, colleague
    firm.session.expire_all()
    assert holder(asked) is None


def test_single_keys_are_switched_off_for_one_person(firm: Firm, browse: Browse, recruiter: Browser) -> None:
    assert 'data-keys="off"' not in recruiter.get("/today").text
    recruiter.post("/me/single-keys", {"wanted": "no"}, page="/today")
    assert 'data-keys="off"' in recruiter.get("/today").text and "key-line" not in recruiter.get("/today").text
    assert 'data-keys="off"' not in browse(firm.owner).get("/today").text
    recruiter.post("/me/single-keys", {"wanted": "yes"}, page="/today")
    assert 'data-keys="off"' not in recruiter.get("/today").text
