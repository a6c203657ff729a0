"""Confirming a guessed address: asked once beside the photo of the card, and undone for a while."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from portal.contacts import card_photos
from portal.contacts.card_photos import PhotoData, PhotoKey
from portal.contacts.models import CardPhoto, Contact, ContactRequest
from portal.interviews.models import Interview
from tests.factories.firm import Firm
from tests.fixtures.app import Browse

GUESS = "dana.ruiz@acme.example"


@pytest.fixture
def contact(firm: Firm, interview: Interview) -> Contact:
    """Somebody met whose address is a guess, with a photo of their card."""
    person = interview.people[0]
    person.contact.email = person.contact.email_key = GUESS
    person.contact.email_is_guess = True
    place = PhotoKey(interview.id, person.id)
    card_photos.save_photo(firm.session, place, PhotoData(b"jpeg", 3, 2), by=firm.by, now=firm.now())
    card_photos.assign_or_delete_photo(firm.session, place, person.contact)
    firm.commit()
    found: Contact = person.contact
    return found


@pytest.fixture
def interview(firm: Firm) -> Interview:
    made = firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz",))
    firm.debriefed(made)
    firm.commit()
    return made


def kept(firm: Firm) -> list[CardPhoto]:
    firm.session.expire_all()
    return list(firm.session.scalars(select(CardPhoto)))


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
    assert contact.card_photos[0].kept_until == contact.card_photos[0].created_at + card_photos.MAX_RETENTION
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
    assert card_photos.delete_expired(firm.session, firm.now() + timedelta(minutes=31)) == 1
    assert kept(firm) == []


def test_without_a_photo_one_click_confirms(firm: Firm, browse: Browse, contact: Contact) -> None:
    card_photos.delete_photos_of(firm.session, contact)
    firm.commit()
    assert browse(firm.recruiter).post(f"/contacts/{contact.id}/email-confirmation").status_code == 302
    assert not is_guess(firm, contact)
