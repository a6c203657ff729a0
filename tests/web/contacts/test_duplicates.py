"""Contacts who stand twice: found, merged, told apart, and given back, page by page."""

import uuid

import pytest
from sqlalchemy import select

from portal.contacts import actions as contacts
from portal.contacts.details import ContactDetails
from portal.contacts.models import Contact, ContactMerge
from tests.factories.firm import Firm
from tests.fixtures.app import Browse


@pytest.fixture
def pair(firm: Firm) -> tuple[uuid.UUID, uuid.UUID]:
    employer = firm.employer()

    def make(name: str, email: str | None) -> Contact:
        return contacts.create_contact(firm.command(), employer.id, ContactDetails(name, email=email))

    made = make("Dana Ruiz", None), make("Diana Ruiz", "diana@acme.example")
    make("Lee Park", None)
    firm.commit()
    return made[0].id, made[1].id


def test_two_who_may_be_one_are_found_merged_and_given_back(
    firm: Firm, browse: Browse, pair: tuple[uuid.UUID, uuid.UUID]
) -> None:
    recruiter, (dana, diana) = browse(firm.recruiter), pair
    found = recruiter.get("/contacts/duplicates").text
    assert "Dana Ruiz" in found and "Diana Ruiz" in found and "Lee Park" not in found
    assert "Keep Dana Ruiz" in recruiter.get(f"/contacts/{dana}/merging/{diana}").text
    assert recruiter.post(f"/contacts/{dana}/merging/{diana}").status_code == 302
    assert "No possible duplicates" in recruiter.get("/contacts/duplicates").text
    assert "Diana Ruiz" not in recruiter.get("/contacts").text
    page = recruiter.get(f"/contacts/{diana}").text
    assert "<h1>Dana Ruiz" in page and "diana@acme.example" in page and "/contact-merges/" in page
    assert recruiter.get(f"/contacts/{dana}/merging/{diana}").status_code == 302
    merge = firm.session.scalars(select(ContactMerge.id)).one()
    assert recruiter.post(f"/contact-merges/{merge}/removal").status_code == 302
    assert "Diana Ruiz" in recruiter.get("/contacts").text
    assert "/contact-merges/" not in recruiter.get(f"/contacts/{dana}").text


def test_who_was_told_apart_is_not_asked_about_again(
    firm: Firm, browse: Browse, pair: tuple[uuid.UUID, uuid.UUID]
) -> None:
    recruiter, (dana, diana) = browse(firm.recruiter), pair
    assert "Possibly the same person" in recruiter.get(f"/contacts/{dana}").text
    for first, second in ((dana, diana), (diana, dana)):
        assert recruiter.post(f"/contacts/{first}/merging/{second}/apart").status_code == 302
    assert "No possible duplicates" in recruiter.get("/contacts/duplicates").text
    assert "Possibly the same person" not in recruiter.get(f"/contacts/{diana}").text


def test_keeping_both_is_undone_from_what_says_so(
    firm: Firm, browse: Browse, pair: tuple[uuid.UUID, uuid.UUID]
) -> None:
    recruiter, (dana, diana) = browse(firm.recruiter), pair
    path = f"/contacts/{dana}/merging/{diana}/apart"
    said = recruiter.post(path, follow_redirects=True).text
    assert "are kept as two contacts" in said and f'action="{path}/removal"' in said
    assert f'action="{path}/removal"' not in recruiter.get("/contacts/duplicates").text, "it is said once"
    back = f"/contacts/{diana}/merging/{dana}/apart/removal"
    assert "may be one person" in recruiter.post(back, follow_redirects=True).text
    assert "Diana Ruiz" in recruiter.get("/contacts/duplicates").text


def test_contacts_of_two_employers_are_no_pair(firm: Firm, browse: Browse, pair: tuple[uuid.UUID, uuid.UUID]) -> None:
    other = contacts.create_contact(firm.command(), firm.employer("Bolt").id, ContactDetails("Dana Ruiz"))
    firm.commit()
    recruiter = browse(firm.recruiter)
    assert recruiter.get(f"/contacts/{pair[0]}/merging/{other.id}").status_code == 404
    assert recruiter.post(f"/contacts/{pair[0]}/merging/{other.id}").status_code == 404
