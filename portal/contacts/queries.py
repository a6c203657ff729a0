"""Queries for employers, contacts, and contact requests."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.rules import email_key
from portal.contacts.models import Contact, ContactMerge, ContactNonDuplicate, ContactRequest, Employer
from portal.contacts.rules import NOT_AVAILABLE, person_key
from portal.core.errors import NotFound

MAX_NAMES = 20_000
"""The most names that are searched for duplicates."""


def employers_by_name() -> Select[Employer]:
    """Return the query for the agency's employers, by name."""
    return select(Employer).order_by(Employer.name, Employer.id)


def employers_named(names: Collection[str]) -> Select[uuid.UUID]:
    """Return the query for the ids of the employers with one of these names, however it is capitalized."""
    return select(Employer.id).where(func.lower(Employer.name).in_([func.lower(name) for name in names]))


def employer_names(session: Session) -> Sequence[Row[uuid.UUID, str]]:
    """Return the id and name of the agency's employers, the latest changed first, at most `MAX_NAMES`."""
    query = select(Employer.id, Employer.name).order_by(Employer.changed_at.desc(), Employer.id)
    return session.execute(query.limit(MAX_NAMES)).all()


def get_employer(session: Session, employer_id: uuid.UUID) -> Employer:
    """Return the employer; raise `NotFound`."""
    found = session.scalar(select(Employer).where(Employer.id == employer_id))
    if found is None:
        raise NotFound("employer")
    return found


def unmerged_contacts() -> Select[Contact]:
    """Return the query for the agency's contacts, without those merged into another."""
    return select(Contact).where(Contact.merged_into_id.is_(None))


def contacts_by_name(employer_id: uuid.UUID | None = None) -> Select[Contact]:
    """Return the query for contacts with their employers by name, of all employers or of this one."""
    query = unmerged_contacts().options(joinedload(Contact.employer)).order_by(Contact.name, Contact.id)
    return query if employer_id is None else query.where(Contact.employer_id == employer_id)


def get_contact(session: Session, contact_id: uuid.UUID) -> Contact:
    """Return the contact with its employer, or the contact it was merged into; raise `NotFound`."""
    found = session.scalar(select(Contact).where(Contact.id == contact_id).options(joinedload(Contact.employer)))
    if found is None:
        raise NotFound("contact")
    return get_contact(session, found.merged_into_id) if found.merged_into_id else found


def find_same_contact(session: Session, employer_id: uuid.UUID, name: str, email: str | None) -> Contact | None:
    """Return the employer's contact with this address, else its only contact with this name and no other address."""
    of_employer = unmerged_contacts().where(Contact.employer_id == employer_id)
    if email:
        found = session.scalar(of_employer.where(Contact.email_key == email_key(email)))
        if found is not None:
            return found
        known_as = _find_merged(session, employer_id, email)
        if known_as is not None:
            return known_as
    alike = [row for row in session.scalars(of_employer) if person_key(row.name) == person_key(name)]
    alike = [row for row in alike if not email or row.email is None]
    return alike[0] if len(alike) == 1 else None


def _find_merged(session: Session, employer_id: uuid.UUID, email: str) -> Contact | None:
    """Return the contact that replaced the one with this address in a merge; None if there is none."""
    query = select(Contact).where(Contact.employer_id == employer_id, Contact.merged_into_id.is_not(None))
    found = next((row for row in session.scalars(query) if email_key(row.email or "") == email_key(email)), None)
    return get_contact(session, found.merged_into_id) if found and found.merged_into_id else None


def contact_names(session: Session) -> Sequence[Row[uuid.UUID, uuid.UUID, str]]:
    """Return the id, employer, and name of the agency's contacts, the latest changed first, at most `MAX_NAMES`."""
    query = unmerged_contacts().with_only_columns(Contact.id, Contact.employer_id, Contact.name)
    return session.execute(query.order_by(Contact.changed_at.desc(), Contact.id).limit(MAX_NAMES)).all()


def contacts_by_id(session: Session, contact_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Contact]:
    """Return these contacts with their employers, by id."""
    query = select(Contact).where(Contact.id.in_(contact_ids)).options(joinedload(Contact.employer))
    return {row.id: row for row in session.scalars(query)}


def all_non_duplicates(session: Session) -> set[frozenset[uuid.UUID]]:
    """Return every pair of contacts that someone marked as not one person."""
    return {
        frozenset(row) for row in session.execute(select(ContactNonDuplicate.contact_id, ContactNonDuplicate.other_id))
    }


def merges_into(session: Session, contact_id: uuid.UUID) -> Sequence[ContactMerge]:
    """Return the merges into this contact that were not undone, the latest first."""
    return session.scalars(
        select(ContactMerge)
        .where(ContactMerge.winner_id == contact_id, ContactMerge.undone_at.is_(None))
        .options(joinedload(ContactMerge.loser), joinedload(ContactMerge.by))
        .order_by(ContactMerge.at.desc(), ContactMerge.id.desc())
    ).all()


def get_merge(session: Session, merge_id: uuid.UUID) -> ContactMerge:
    """Return the merge with both contacts; raise `NotFound`."""
    query = select(ContactMerge).where(ContactMerge.id == merge_id)
    found = session.scalar(query.options(joinedload(ContactMerge.winner), joinedload(ContactMerge.loser)))
    if found is None:
        raise NotFound("merge")
    return found


def non_duplicates_of(session: Session, contact_id: uuid.UUID) -> set[uuid.UUID]:
    """Return the ids of the contacts marked as not being the same person as this one."""
    query = select(ContactNonDuplicate.contact_id, ContactNonDuplicate.other_id)
    rows = session.execute(
        query.where(or_(ContactNonDuplicate.contact_id == contact_id, ContactNonDuplicate.other_id == contact_id))
    )
    return {found for row in rows for found in row if found != contact_id}


def confirmed_namesakes(session: Session, contact: Contact, limit: int) -> Sequence[Contact]:
    """Return contacts with exactly this name at other employers of the agency, with a confirmed address."""
    return session.scalars(
        unmerged_contacts()
        .where(Contact.name == contact.name, Contact.employer_id != contact.employer_id)
        .where(Contact.email.is_not(None), Contact.email_is_guess.is_(False))
        .options(joinedload(Contact.employer))
        .order_by(Contact.changed_at.desc(), Contact.id)
        .limit(limit)
    ).all()


def open_request_of(session: Session, contact_id: uuid.UUID) -> ContactRequest | None:
    """Return the open request for this contact's details; None if there is none."""
    return session.scalar(
        select(ContactRequest).where(ContactRequest.contact_id == contact_id, ContactRequest.closed_at.is_(None))
    )


def open_requests_by_contact(session: Session, contact_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, ContactRequest]:
    """Return the open requests for the details of these contacts, by contact."""
    query = select(ContactRequest).where(ContactRequest.contact_id.in_(contact_ids), ContactRequest.closed_at.is_(None))
    return {row.contact_id: row for row in session.scalars(query)} if contact_ids else {}


def claimed_by(session: Session, account_id: uuid.UUID) -> Sequence[ContactRequest]:
    """Return the open requests that this account has claimed."""
    query = select(ContactRequest).where(ContactRequest.claimed_by_id == account_id, ContactRequest.closed_at.is_(None))
    return session.scalars(query.order_by(ContactRequest.id)).all()


def colleagues_with_phone(session: Session, contact: Contact, limit: int) -> Sequence[Contact]:
    """Return people at the contact's employer whose phone number is on file, by name."""
    others = unmerged_contacts().where(Contact.employer_id == contact.employer_id, Contact.id != contact.id)
    return session.scalars(others.where(Contact.phone.is_not(None)).order_by(Contact.name).limit(limit)).all()


def last_request_of(session: Session, contact_id: uuid.UUID) -> ContactRequest | None:
    """Return the latest request for this contact's details, open or closed, with the accounts involved."""
    return session.scalar(
        select(ContactRequest)
        .where(ContactRequest.contact_id == contact_id)
        .options(joinedload(ContactRequest.claimed_by), joinedload(ContactRequest.asked_hr_by))
        .order_by(ContactRequest.requested_at.desc(), ContactRequest.id.desc())
        .limit(1)
    )


def not_available_requests(session: Session, contact_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, ContactRequest]:
    """Return, by contact, the latest request if it was closed because the details are not available."""
    latest = {row.contact_id: row for row in requests_of(session, contact_ids)} if contact_ids else {}
    return {contact_id: row for contact_id, row in latest.items() if row.outcome == NOT_AVAILABLE}


def requests_of(session: Session, contact_ids: Sequence[uuid.UUID]) -> Sequence[ContactRequest]:
    """Return all requests ever made for these contacts, the oldest first."""
    return session.scalars(
        select(ContactRequest)
        .where(ContactRequest.contact_id.in_(contact_ids))
        .options(
            joinedload(ContactRequest.contact),
            joinedload(ContactRequest.answered_by),
            joinedload(ContactRequest.undone_by),
        )
        .order_by(ContactRequest.requested_at, ContactRequest.id)
    ).all()


def ended_searches(session: Session, contact_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Row[*tuple[Any, ...]]]:
    """Return, by contact, when and how staff closed the latest request without an answer; none with an open request."""
    if not contact_ids:
        return {}
    query = (
        select(
            ContactRequest.contact_id, ContactRequest.closed_at, ContactRequest.outcome, ContactRequest.answered_by_id
        )
        .where(ContactRequest.contact_id.in_(contact_ids))
        .order_by(ContactRequest.requested_at, ContactRequest.id)
    )
    rows = session.execute(query).all()
    latest, ended = {row.contact_id: row for row in rows}, {NOT_AVAILABLE, "not_needed"}
    goes_on = {row.contact_id for row in rows if row.closed_at is None}
    return {
        key: row for key, row in latest.items() if key not in goes_on and row.outcome in ended and row.answered_by_id
    }
