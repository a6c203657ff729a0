"""What is done about employers, contacts, and the requests for what is missing of them."""

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.rules import email_key
from portal.audit import actions as audit
from portal.audit.actions import By
from portal.contacts import queries
from portal.contacts.models import Contact, ContactRequest, Employer
from portal.contacts.rules import Details, reachable, reachable_at
from portal.core.errors import N_, Refused


@dataclass(frozen=True)
class EmployerDetails:
    """What is known of an employer; `domain` is that of its mail, such as `example.com`."""

    name: str
    domain: str | None = None
    hr_name: str | None = None
    hr_phone: str | None = None
    hr_email: str | None = None
    postal_address: str | None = None
    website: str | None = None


def create_employer(session: Session, details: EmployerDetails, *, by: By, now: datetime) -> Employer:
    """The agency has a new employer; raises `Refused` at `name` when it has one of that name."""
    _refuse_same_employer(session, details.name, None)
    employer = Employer(**asdict(details))
    session.add(employer)
    session.flush()
    audit.record(session, "employer.create", employer, by=by, now=now)
    return employer


def update_employer(session: Session, employer: Employer, details: EmployerDetails, *, by: By, now: datetime) -> None:
    """The employer reads as given."""
    _refuse_same_employer(session, details.name, employer.id)
    audit.change(session, "employer.update", employer, asdict(details), by=by, now=now)


def create_contact(session: Session, employer_id: uuid.UUID, details: Details, *, by: By, now: datetime) -> Contact:
    """The employer has a new contact, known perhaps by name only; raises `Refused` at `email` when it is taken."""
    _refuse_same_address(session, employer_id, details.email, None)
    contact = Contact(employer_id=employer_id, **_columns(details), reachable_at=reachable_at(None, details, now))
    session.add(contact)
    session.flush()
    audit.record(session, "contact.create", contact, by=by, now=now)
    return contact


def update_contact(session: Session, contact: Contact, details: Details, *, by: By, now: datetime) -> bool:
    """The contact reads as given, and an open request for what is now known is answered; True if it became reachable.

    The caller touches every process that meets this contact (`interviews.queries.processes_meeting`).
    """
    _refuse_same_address(session, contact.employer_id, details.email, contact.id)
    was = reachable(contact.email, contact.postal_address)
    values = _columns(details) | {"reachable_at": reachable_at(contact.reachable_at, details, now)}
    audit.change(session, "contact.update", contact, values, by=by, now=now)
    became = reachable(contact.email, contact.postal_address) and not was
    waiting = queries.open_request_of(session, contact.id)
    if waiting is not None and reachable(contact.email, contact.postal_address):
        close_request(session, waiting, "answered", by=by, now=now)
    return became


def find_or_create(session: Session, employer_id: uuid.UUID, details: Details, *, by: By, now: datetime) -> Contact:
    """The employer's contact that these details are of, made when there is none, with what was missing filled in."""
    contact = queries.same_person(session, employer_id, details.name, details.email)
    if contact is None:
        return create_contact(session, employer_id, details, by=by, now=now)
    known = Details(contact.name, contact.title, contact.email, contact.phone, contact.postal_address)
    filled = Details(**{name: old or asdict(details)[name] for name, old in asdict(known).items()})
    update_contact(session, contact, filled, by=by, now=now)
    return contact


def request_details(
    session: Session, contact: Contact, candidate_id: uuid.UUID, *, target_at: datetime, by: By, now: datetime
) -> ContactRequest:
    """The recruiters are asked for the contact's details; a contact has one open request, however many ask."""
    standing = queries.open_request_of(session, contact.id)
    if standing is not None:
        return standing
    row = ContactRequest(contact_id=contact.id, candidate_id=candidate_id, requested_at=now, target_at=target_at)
    session.add(row)
    session.flush()
    audit.record(session, "contact_request.create", row, by=by, now=now)
    return row


def close_request(session: Session, row: ContactRequest, outcome: str, *, by: By, now: datetime) -> None:
    """The request no longer waits: `answered`, or `not_needed`."""
    row.closed_at, row.outcome, row.answered_by_id = now, outcome, by.account_id
    session.flush()
    audit.record(session, f"contact_request.{outcome}", row, by=by, now=now)


def _columns(details: Details) -> dict[str, Any]:
    values = {name: (value or "").strip() or None for name, value in asdict(details).items()}
    return values | {"email_key": email_key(details.email or "") if values["email"] else None}


def _refuse_same_address(session: Session, employer_id: uuid.UUID, email: str | None, own_id: uuid.UUID | None) -> None:
    if not (email or "").strip():
        return
    query = select(Contact).where(Contact.employer_id == employer_id, Contact.email_key == email_key(email or ""))
    taken = session.scalar(query)
    if taken is not None and taken.id != own_id:
        raise Refused(N_("%(name)s already has this e-mail address."), field="email", name=taken.name)


def _refuse_same_employer(session: Session, name: str, own_id: uuid.UUID | None) -> None:
    taken = session.scalar(select(Employer).where(Employer.name == name))
    if taken is not None and taken.id != own_id:
        raise Refused(N_("You already have an employer of this name."), field="name")
