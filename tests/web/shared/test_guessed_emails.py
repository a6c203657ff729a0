"""Confirming a guessed address: asked once beside the photo of the card or a text, and undone for a while."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from portal.contacts import evidence
from portal.contacts.evidence import EvidenceKey, PhotoData
from portal.contacts.models import Contact, ContactEvidence, ContactRequest
from portal.interviews.models import Interview, InterviewPerson
from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.web.debriefs.test_evidence import is_gone_with_the_undo

GUESS = "dana.ruiz@acme.example"
SIGNATURE = "Dana Ruiz\nPlant Manager\ndruiz (at) acme dot example\n+1 212 555 0143"


@pytest.fixture
def contact(firm: Firm, interview: Interview) -> Contact:
    """Somebody met whose address is a guess, with a photo of their card."""
    person = interview.people[0]
    person.contact.email = person.contact.email_key = GUESS
    person.contact.email_is_guess = True
    place = EvidenceKey(interview.id, person.id)
    evidence.save_photo(firm.command(), place, PhotoData(b"jpeg", 3, 2))
    evidence.assign_or_delete(firm.session, place, person.contact)
    firm.commit()
    found: Contact = person.contact
    return found


@pytest.fixture
def interview(firm: Firm) -> Interview:
    made = firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz",))
    firm.debriefed(made)
    firm.commit()
    return made


def kept(firm: Firm) -> list[ContactEvidence]:
    firm.session.expire_all()
    return list(firm.session.scalars(select(ContactEvidence)))


def is_guess(firm: Firm, contact: Contact) -> bool:
    firm.session.expire_all()
    return contact.email_is_guess


def test_a_recruiter_compares_the_photo_before_the_guess_is_confirmed(
    firm: Firm, browse: Browse, contact: Contact
) -> None:
    recruiter, path = browse(firm.recruiter), f"/contacts/{contact.id}/email-confirmation"
    asked = recruiter.post(path)
    assert asked.status_code == 200
    assert "Compare it with the photo" in asked.text and "/photo" in asked.text and GUESS in asked.text
    assert is_guess(firm, contact)
    assert recruiter.post(path, {"compared": "yes"}).status_code == 302
    assert [row.contact_id for row in kept(firm)] == [contact.id]
    assert not is_guess(firm, contact)
    request = firm.session.scalars(select(ContactRequest)).one()
    assert request.outcome == "answered"
    assert "You can undo that until" in recruiter.get(f"/contacts/{contact.id}").text
    recruiter.post(f"{path}/undo")
    firm.session.expire_all()
    assert contact.reachable_at is None
    assert contact.card_photos[0].kept_until == contact.card_photos[0].created_at + evidence.MAX_RETENTION
    assert (request.closed_at, request.outcome) == (None, None)


def test_a_candidate_is_asked_once_too_and_can_undo_only_their_own(
    firm: Firm, browse: Browse, interview: Interview, contact: Contact
) -> None:
    own = browse(firm.account_of(interview.application.candidate))
    page = f"/interviews/{interview.id}/people/{interview.people[0].id}/address"
    assert "Compare it with the photo" in own.post(f"{page}/confirmation").text
    own.post(f"{page}/confirmation", {"compared": "yes"})
    assert "You can undo that until" in own.get(page).text
    own.post(f"{page}/confirmation/undo")
    assert is_guess(firm, contact)
    browse(firm.recruiter).post(f"/contacts/{contact.id}/email-confirmation", {"compared": "yes"})
    assert "You can undo that until" not in own.get(page).text
    assert own.post(f"{page}/confirmation/undo").status_code == 409


def test_after_a_while_it_stands_and_the_photo_is_gone(firm: Firm, browse: Browse, contact: Contact) -> None:
    recruiter, path = browse(firm.recruiter), f"/contacts/{contact.id}/email-confirmation"
    recruiter.post(path, {"compared": "yes"})
    firm.session.execute(text("update contacts set email_confirmed_at = email_confirmed_at - interval '31 minutes'"))
    firm.commit()
    assert recruiter.post(f"{path}/undo").status_code == 409
    assert evidence.delete_expired(firm.session, firm.now() + timedelta(minutes=31)) == 1
    assert kept(firm) == []


@pytest.fixture
def texted(firm: Firm, interview: Interview, contact: Contact) -> Contact:
    """The same contact with the text that a candidate pasted, and no photo."""
    evidence.delete_all_of(firm.session, contact)
    key = EvidenceKey(interview.id, interview.people[0].id)
    evidence.save_text(firm.command(), key, SIGNATURE)
    evidence.assign_or_delete(firm.session, key, contact)
    firm.commit()
    return contact


def test_a_recruiter_compares_the_pasted_text_before_the_guess_is_confirmed(
    firm: Firm, browse: Browse, texted: Contact
) -> None:
    recruiter, path = browse(firm.recruiter), f"/contacts/{texted.id}/email-confirmation"
    request = firm.session.scalars(select(ContactRequest)).one()
    for page in (f"/contacts/{texted.id}", f"/contact-requests/{request.id}/answer"):
        assert "druiz (at) acme" in recruiter.get(page).text
    asked = recruiter.post(path)
    assert asked.status_code == 200
    assert "Compare it with the text" in asked.text and "druiz (at) acme" in asked.text and GUESS in asked.text
    assert "the photo" not in asked.text and is_guess(firm, texted)
    assert recruiter.post(path, {"compared": "yes"}).status_code == 302
    assert not is_guess(firm, texted)
    recruiter.post(f"{path}/undo")
    assert [row.text for row in kept(firm)] == [SIGNATURE] and is_guess(firm, texted)
    assert kept(firm)[0].kept_until == kept(firm)[0].created_at + evidence.MAX_RETENTION


def test_a_candidate_compares_only_their_own_pasted_text(
    firm: Firm, browse: Browse, interview: Interview, texted: Contact
) -> None:
    other = firm.interview(firm.application(firm.candidate("Bob Moss")), starts_in=-timedelta(hours=3), people=())
    bobs = InterviewPerson(interview_id=other.id, contact_id=texted.id, listed_by="staff")
    firm.session.add(bobs)
    firm.commit()
    page = "/interviews/{}/people/{}/address/confirmation"
    own = browse(firm.account_of(interview.application.candidate))
    assert "druiz (at) acme" in own.post(page.format(interview.id, interview.people[0].id)).text
    bob = browse(firm.account_of(other.application.candidate))
    answer = bob.post(page.format(other.id, bobs.id), follow_redirects=True)
    assert answer.status_code == 200 and "druiz (at) acme" not in answer.text


@pytest.mark.usefixtures("texted")
def test_a_confirmed_address_ends_the_pasted_text_with_its_undo(firm: Firm, browse: Browse) -> None:
    request = firm.session.scalars(select(ContactRequest)).one()
    answer = {"name": "Dana Ruiz", "email": "druiz@acme.example"}
    assert browse(firm.recruiter).post(f"/contact-requests/{request.id}/answer", answer).status_code == 302
    assert is_gone_with_the_undo(firm)


def test_without_evidence_one_click_confirms(firm: Firm, browse: Browse, contact: Contact) -> None:
    evidence.delete_all_of(firm.session, contact)
    firm.commit()
    assert browse(firm.recruiter).post(f"/contacts/{contact.id}/email-confirmation").status_code == 302
    assert not is_guess(firm, contact)
