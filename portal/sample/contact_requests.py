"""The demo's address requests, each in another state, and duplicate contacts."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from portal.contacts import actions as contacts
from portal.contacts import queries, request_claims
from portal.contacts.address_suggestions import guess_from_pattern
from portal.contacts.details import ContactDetails
from portal.contacts.models import Contact, ContactRequest, Employer
from portal.core import transaction
from portal.core.command import Actor, Command
from portal.interviews import contact_info

HOUR = timedelta(hours=1)
DUPLICATED_AT = 2
"""How many employers have a duplicate contact."""


def add_contact_requests(command: Command, employers: list[Employer]) -> None:
    """Add requests of which one is claimed, one has a guess, and one is closed as not available; add two duplicates."""
    rows = command.session.scalars(
        select(ContactRequest)
        .where(ContactRequest.closed_at.is_(None))
        .order_by(ContactRequest.requested_at, ContactRequest.id)
    ).all()
    for row, bring in zip(rows, (_asked_hr, _guessed, _given_up), strict=False):
        recruiter = row.candidate.recruiter
        bring(replace(command, by=Actor("account", recruiter.id, recruiter.role)) if recruiter else command, row)
    for employer in employers[:DUPLICATED_AT]:
        _add_duplicate(command, employer)
    transaction.replan_touched(command.session, command.now)


def _asked_hr(command: Command, row: ContactRequest) -> None:
    request_claims.claim_request(replace(command, now=command.now - 3 * HOUR), row)
    request_claims.record_hr_asked(replace(command, now=command.now - 2 * HOUR), row)


def _guessed(command: Command, row: ContactRequest) -> None:
    if guess_from_pattern(command.session, row.contact):
        contact_info.apply_guess(command, row.contact)


def _given_up(command: Command, row: ContactRequest) -> None:
    contact_info.mark_not_available(replace(command, now=command.now - HOUR), row, "not_given_out")


def _add_duplicate(command: Command, employer: Employer) -> None:
    """Add a contact known only by an initial next to the same person's full name."""
    known: Contact | None = command.session.scalars(queries.contacts_by_name(employer_id=employer.id)).first()
    if known is not None:
        name = f"{known.name[0]}. {known.name.split()[-1]}"
        contacts.create_contact(command, employer.id, ContactDetails(name, known.title))
