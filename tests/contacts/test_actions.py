"""Employers, contacts, and the one request that waits for what is missing of a contact."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from portal.contacts import actions, evidence
from portal.contacts.actions import EmployerDetails
from portal.contacts.details import ContactDetails
from portal.contacts.evidence import EvidenceKey, PhotoData
from portal.contacts.models import PHOTO, Contact, ContactEvidence, ContactRequest
from portal.core.errors import ActionRefused
from tests.factories.firm import Firm

DANA = ContactDetails("Dana Ruiz")


@pytest.fixture
def contact(firm: Firm) -> Contact:
    return actions.create_contact(firm.command(), firm.employer().id, DANA)


def update(firm: Firm, contact: Contact, details: ContactDetails) -> bool:
    return actions.update_contact(firm.command(), contact, details)


def ask(firm: Firm, contact: Contact) -> ContactRequest:
    now = firm.now()
    whose = firm.candidate().id
    return actions.request_details(firm.command(now=now), contact, whose, target_at=now + timedelta(hours=4))


def since(contact: Contact) -> datetime | None:
    return contact.reachable_at


def test_two_employers_do_not_share_a_name(firm: Firm) -> None:
    one, other = firm.employer("Acme"), firm.employer("Bolt")
    for deed in (
        lambda: actions.create_employer(firm.command(), EmployerDetails(one.name)),
        lambda: actions.update_employer(firm.command(), other, EmployerDetails(one.name)),
    ):
        with pytest.raises(ActionRefused) as refused:
            deed()
        assert refused.value.field == "name"


def test_an_address_makes_a_contact_reachable_once_and_since_then(firm: Firm, contact: Contact) -> None:
    assert since(contact) is None
    assert update(firm, contact, ContactDetails("Dana Ruiz", postal_address="12 Main Street"))
    learned = since(contact)
    assert learned is not None
    assert not update(firm, contact, ContactDetails("Dana Ruiz", email="dana@acme.example"))
    assert since(contact) == learned
    assert not update(firm, contact, DANA)
    assert since(contact) is None


def test_a_contact_has_one_open_request_however_many_ask(firm: Firm, contact: Contact) -> None:
    assert ask(firm, contact) is ask(firm, contact)
    assert len(firm.session.scalars(select(ContactRequest)).all()) == 1


def test_an_answered_request_is_over_and_the_next_is_a_new_one(firm: Firm, contact: Contact) -> None:
    first = ask(firm, contact)
    update(firm, contact, ContactDetails("Dana Ruiz", title="Head of robots"))
    assert first.closed_at is None, "a title is no way to reach her"
    update(firm, contact, ContactDetails("Dana Ruiz", email="dana@acme.example"))
    assert (first.outcome, first.answered_by_id) == ("answered", firm.recruiter.id)
    update(firm, contact, DANA)
    assert ask(firm, contact) is not first


def test_the_same_person_is_found_by_address_or_by_an_only_name(firm: Firm, contact: Contact) -> None:
    def found(details: ContactDetails) -> Contact:
        return actions.find_or_create(firm.command(), contact.employer_id, details)

    assert found(ContactDetails(" DANA  ruiz ", email="dana@acme.example")) is contact
    assert contact.email == "dana@acme.example"
    assert found(ContactDetails("D. Ruiz", email="Dana@ACME.example")) is contact
    namesake = found(ContactDetails("Dana Ruiz", email="other.dana@acme.example"))
    assert namesake is not contact
    assert found(DANA) not in (contact, namesake), "two of one name: nobody guesses which"


def test_a_photo_of_a_card_ends_also_where_nobody_finishes_telling(firm: Firm) -> None:
    place, now = EvidenceKey(firm.interview().id, uuid4()), firm.now()
    evidence.save_photo(
        firm.command(now=now - evidence.MAX_RETENTION + timedelta(seconds=1)), place, PhotoData(b"jpeg", 3, 2)
    )
    due = text("select count(*) from ops.agencies_due() where agency_id = :firm and work = 'evidence'")
    asked = [firm.session.scalar(due, {"firm": firm.id})]
    assert evidence.delete_expired(firm.session, now) == 0
    firm.session.query(ContactEvidence).update({"kept_until": now})
    asked.append(firm.session.scalar(due, {"firm": firm.id}))
    assert evidence.delete_expired(firm.session, now) == 1
    assert (asked, evidence.find_evidence(firm.session, place, PHOTO)) == ([0, 1], None)
