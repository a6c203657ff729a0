"""The demo's address requests, each in another state, and contacts who stand twice."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.actions import By
from portal.contacts import actions as contacts
from portal.contacts import queries
from portal.contacts.models import Contact, ContactRequest, Employer
from portal.contacts.rules import Details
from portal.contacts.suggesting import guessed
from portal.core import transaction
from portal.interviews import addresses

HOUR = timedelta(hours=1)
TWICE = 2
"""At so many employers somebody stands twice."""


def fill(session: Session, employers: list[Employer], *, by: By, now: datetime) -> None:
    """Of the addresses asked for one is looked for, one guessed and one given up; two people stand twice."""
    rows = session.scalars(
        select(ContactRequest)
        .where(ContactRequest.closed_at.is_(None))
        .order_by(ContactRequest.requested_at, ContactRequest.id)
    ).all()
    for row, bring in zip(rows, (_asked_hr, _guessed, _given_up), strict=False):
        recruiter = row.candidate.recruiter
        bring(session, row, By("account", recruiter.id, recruiter.role) if recruiter else by, now)
    for employer in employers[:TWICE]:
        _twice(session, employer, by, now)
    transaction.settle(session, now)


def _asked_hr(session: Session, row: ContactRequest, by: By, now: datetime) -> None:
    contacts.take(session, row, by=by, now=now - 3 * HOUR)
    contacts.asked_hr(session, row, by=by, now=now - 2 * HOUR)


def _guessed(session: Session, row: ContactRequest, by: By, now: datetime) -> None:
    if guessed(session, row.contact):
        addresses.take_guess(session, row.contact, by=by, now=now)


def _given_up(session: Session, row: ContactRequest, by: By, now: datetime) -> None:
    addresses.give_up(session, row, "not_given_out", by=by, now=now - HOUR)


def _twice(session: Session, employer: Employer, by: By, now: datetime) -> None:
    """Somebody told of with an initial only stands beside whom they are."""
    known: Contact | None = session.scalars(queries.contacts(employer_id=employer.id)).first()
    if known is not None:
        name = f"{known.name[0]}. {known.name.split()[-1]}"
        contacts.create_contact(session, employer.id, Details(name, known.title), by=by, now=now)
