"""The demo's address requests, each in another state, and duplicate contacts."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.actions import Actor
from portal.contacts import actions as contacts
from portal.contacts import queries
from portal.contacts.address_suggestions import guess_from_pattern
from portal.contacts.details import ContactDetails
from portal.contacts.models import Contact, ContactRequest, Employer
from portal.core import transaction
from portal.interviews import contact_info

HOUR = timedelta(hours=1)
DUPLICATED_AT = 2
"""How many employers have a duplicate contact."""


def add_contact_requests(session: Session, employers: list[Employer], *, by: Actor, now: datetime) -> None:
    """Add requests of which one is claimed, one has a guess, and one is closed as not available; add two duplicates."""
    rows = session.scalars(
        select(ContactRequest)
        .where(ContactRequest.closed_at.is_(None))
        .order_by(ContactRequest.requested_at, ContactRequest.id)
    ).all()
    for row, bring in zip(rows, (_asked_hr, _guessed, _given_up), strict=False):
        recruiter = row.candidate.recruiter
        bring(session, row, Actor("account", recruiter.id, recruiter.role) if recruiter else by, now)
    for employer in employers[:DUPLICATED_AT]:
        _add_duplicate(session, employer, by, now)
    transaction.replan_touched(session, now)


def _asked_hr(session: Session, row: ContactRequest, by: Actor, now: datetime) -> None:
    contacts.claim_request(session, row, by=by, now=now - 3 * HOUR)
    contacts.record_hr_asked(session, row, by=by, now=now - 2 * HOUR)


def _guessed(session: Session, row: ContactRequest, by: Actor, now: datetime) -> None:
    if guess_from_pattern(session, row.contact):
        contact_info.apply_guess(session, row.contact, by=by, now=now)


def _given_up(session: Session, row: ContactRequest, by: Actor, now: datetime) -> None:
    contact_info.mark_not_available(session, row, "not_given_out", by=by, now=now - HOUR)


def _add_duplicate(session: Session, employer: Employer, by: Actor, now: datetime) -> None:
    """Add a contact known only by an initial next to the same person's full name."""
    known: Contact | None = session.scalars(queries.contacts_matching(employer_id=employer.id)).first()
    if known is not None:
        name = f"{known.name[0]}. {known.name.split()[-1]}"
        contacts.create_contact(session, employer.id, ContactDetails(name, known.title), by=by, now=now)
