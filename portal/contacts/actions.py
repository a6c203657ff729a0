"""Actions on employers, contacts, and the requests for contact info."""

import uuid
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.rules import email_key
from portal.audit import actions as audit
from portal.contacts import disclosure, evidence, queries
from portal.contacts.details import CONTACT_DETAILS, ContactDetails
from portal.contacts.models import Contact, ContactRequest, Employer
from portal.contacts.rules import CONFIRMATION_UNDO_PERIOD, NOT_AVAILABLE, fill_missing, reachable_since
from portal.core.command import Command
from portal.core.email_addresses import normalize_email
from portal.core.errors import N_, ActionRefused


@dataclass(frozen=True)
class EmployerDetails:
    """An employer's details; `domain` is its email domain, such as `example.com`.

    `note_sending` is one of `agencies.rules.SENDERS`, or None for the agency's default.
    """

    name: str
    domain: str | None = None
    hr_name: str | None = None
    hr_phone: str | None = None
    hr_email: str | None = None
    postal_address: str | None = None
    website: str | None = None
    note_sending: str | None = None


def create_employer(command: Command, details: EmployerDetails, *, external_id: str | None = None) -> Employer:
    """Create an employer; raise `ActionRefused` at `name` if the agency has one with this name."""
    _refuse_unusable(details.name, details.hr_email, None, field="hr_email")
    _refuse_same_employer(command.session, details.name, None)
    employer = Employer(**asdict(details), external_id=external_id)
    command.session.add(employer)
    command.session.flush()
    audit.record(command, "employer.create", employer)
    return employer


def record_email_domain(command: Command, employer: Employer, domain: str) -> None:
    """Record the employer's email domain, if it has none yet."""
    if not employer.domain:
        audit.apply_change(command, "employer.learn_domain", employer, {"domain": domain})


def update_employer(command: Command, employer: Employer, details: EmployerDetails) -> list[Contact]:
    """Update the employer, and return its contacts reached through HR if that address changed.

    The caller touches every application that meets them (`interviews.contact_info.update_employer`).
    """
    _refuse_unusable(details.name, details.hr_email, employer.hr_email, field="hr_email")
    _refuse_same_employer(command.session, details.name, employer.id)
    was = employer.hr_email
    audit.apply_change(command, "employer.update", employer, asdict(details))
    if was == employer.hr_email:
        return []
    through_hr = [contact for contact in employer.contacts if contact.via_hr]
    for contact in through_hr:
        contact.reachable_at = reachable_since(
            contact.reachable_at, details_of(contact), command.now, employer.hr_email
        )
    command.session.flush()
    return through_hr


def create_contact(
    command: Command, employer_id: uuid.UUID, details: ContactDetails, *, external_id: str | None = None
) -> Contact:
    """Create a contact of the employer, perhaps with only a name; raise `ActionRefused` at `email` if it is taken."""
    _refuse_unusable(details.name, details.email, None)
    _refuse_same_address(command.session, employer_id, details.email, None)
    disclosure.record_entered(command, details)
    since = reachable_since(None, details, command.now)
    columns = _column_values(details) | {"external_id": external_id, "reachable_at": since}
    contact = Contact(employer_id=employer_id, **columns)
    command.session.add(contact)
    command.session.flush()
    audit.record(command, "contact.create", contact)
    return contact


def update_contact(
    command: Command, contact: Contact, details: ContactDetails, *, keeps_evidence: bool = False
) -> bool:
    """Update the contact, and return whether they became reachable; an open request for what is now known is answered.

    `keeps_evidence`: what a candidate has about them is kept until the answer can no longer be undone.
    The caller touches every application that meets this contact (`interviews.queries.applications_meeting`).
    """
    _refuse_unusable(details.name, details.email, contact.email)
    _refuse_same_address(command.session, contact.employer_id, details.email, contact.id)
    if keeps_evidence:
        evidence.shorten_retention(command.session, contact, command.now + CONFIRMATION_UNDO_PERIOD)
    values = _updated_columns(contact, details)
    return change_contact(command, contact, "contact.update", values, keeps_evidence=keeps_evidence)


def reach_via_hr(command: Command, contact: Contact) -> bool:
    """Send the contact's mail to the employer's HR, and return whether the contact became reachable.

    Raise `ActionRefused` if HR's address is not known. The caller touches every application that meets this contact.
    """
    if not contact.employer.usable_hr_email:
        raise ActionRefused(N_("There’s no HR email address on file."))
    return change_contact(command, contact, "contact.reach_via_hr", {"via_hr": True})


def reach_directly(command: Command, contact: Contact) -> None:
    """Stop sending the contact's mail through HR.

    The caller touches every application that meets this contact.
    """
    change_contact(command, contact, "contact.reach_directly", {"via_hr": False})


def confirm_email(command: Command, contact: Contact) -> bool:
    """Confirm the contact's guessed address, and return whether the contact became reachable.

    The caller touches every application that meets this contact.
    """
    if not contact.email_is_guess:
        return False
    evidence.shorten_retention(command.session, contact, command.now + CONFIRMATION_UNDO_PERIOD)
    values = {
        "email_is_guess": False,
        "email_confirmed_at": command.now,
        "email_confirmed_by_id": command.by.account_id,
    }
    return change_contact(command, contact, "contact.confirm_email", values)


def fill_missing_details(command: Command, contact: Contact, told: ContactDetails) -> bool:
    """Fill in missing details from `told` and confirm a guess that it matches; return whether they became reachable.

    No confirmed detail is overwritten. The caller touches every application that meets this contact.
    """
    disclosure.record_entered(command, told)
    known = details_of(contact)
    if told.email and not normalize_email(known.email):
        known = replace(known, email=None, email_is_guess=False)
    filled, became = fill_missing(known, told), False
    if filled != known:
        became = update_contact(command, contact, filled)
    if contact.email_is_guess and not filled.email_is_guess:
        return confirm_email(command, contact) or became
    return became


def find_or_create(command: Command, employer_id: uuid.UUID, details: ContactDetails) -> Contact:
    """Return the employer's contact with these details, created if there is none, with missing details filled in."""
    contact = queries.find_same_contact(command.session, employer_id, details.name, details.email)
    if contact is None:
        return create_contact(command, employer_id, details)
    fill_missing_details(command, contact, details)
    return contact


def details_of(contact: Contact) -> ContactDetails:
    """Return the contact's details."""
    known = {detail.name: getattr(contact, detail.name) for detail in CONTACT_DETAILS}
    return ContactDetails.from_values(known, email_is_guess=contact.email_is_guess)


def request_details(
    command: Command, contact: Contact, candidate_id: uuid.UUID, *, target_at: datetime
) -> ContactRequest:
    """Ask the recruiters for the contact's details; return the contact's one open request, new or not."""
    standing = queries.open_request_of(command.session, contact.id)
    if standing is not None:
        return standing
    row = ContactRequest(
        contact_id=contact.id, candidate_id=candidate_id, requested_at=command.now, target_at=target_at
    )
    command.session.add(row)
    command.session.flush()
    audit.record(command, "contact_request.create", row)
    return row


def mark_not_available(command: Command, row: ContactRequest, reason: str) -> None:
    """Close the request because the details are not available, for this reason."""
    lock_open_request(command.session, row)
    row.reason = reason
    close_request(command, row, NOT_AVAILABLE)


def close_request(command: Command, row: ContactRequest, outcome: str) -> None:
    """Close the request with an outcome: `answered`, `not_needed`, or `not_available`."""
    row.closed_at, row.outcome, row.answered_by_id, row.escalate_at = command.now, outcome, command.by.account_id, None
    command.session.flush()
    audit.record(command, f"contact_request.{outcome}", row)


def change_contact(
    command: Command, contact: Contact, action: str, values: dict[str, Any], *, keeps_evidence: bool = False
) -> bool:
    """Set the contact's columns, close the open request if they are reachable, and return whether they became so."""
    was = contact.reachable
    audit.apply_change(command, action, contact, values)
    keeps_evidence = keeps_evidence or contact.email_confirmed_at == command.now
    if evidence.has_confirmed_address(contact) and not keeps_evidence:
        evidence.delete_all_of(command.session, contact)
    hr_email = contact.employer.hr_email if contact.via_hr else None
    contact.reachable_at = reachable_since(contact.reachable_at, details_of(contact), command.now, hr_email)
    command.session.flush()
    waiting = queries.open_request_of(command.session, contact.id)
    if waiting is not None and contact.reachable:
        close_request(command, waiting, "answered")
    return contact.reachable and not was


def lock_open_request(session: Session, row: ContactRequest) -> None:
    """Lock the request's row; raise `ActionRefused` if someone closed it in the meantime."""
    session.refresh(row, ["claimed_by_id", "closed_at"], with_for_update={"of": ContactRequest})
    session.expire(row, ["claimed_by"])
    if row.closed_at is not None:
        raise ActionRefused(N_("This request was closed in the meantime."))


def _updated_columns(contact: Contact, details: ContactDetails) -> dict[str, Any]:
    """Return the columns for these details; only `confirm_email` confirms an address that stays the same."""
    values = _column_values(details)
    if values["email_key"] == contact.email_key:
        values["email_is_guess"] = contact.email_is_guess and bool(values["email"])
    else:
        values |= {"email_confirmed_at": None, "email_confirmed_by_id": None}
    return values | ({"via_hr": False} if values["email"] and not values["email_is_guess"] else {})


def _column_values(details: ContactDetails) -> dict[str, Any]:
    told = asdict(details)
    guess = told.pop("email_is_guess")
    values: dict[str, Any] = {name: (value or "").strip() or None for name, value in told.items()}
    return values | {
        "email_key": email_key(values["email"]) if values["email"] else None,
        "email_is_guess": guess and bool(values["email"]),
    }


def _refuse_unusable(name: str, email: str | None, standing: str | None, field: str = "email") -> None:
    """Raise `ActionRefused` at its field for a blank name, or a new address that could never receive email."""
    if not name.strip():
        raise ActionRefused(N_("Enter a name, like Dana Ruiz."), field="name")
    if (email or "").strip() and email != standing and normalize_email(email) is None:
        raise ActionRefused(N_("Enter an email address, like name@example.com."), field=field)


def _refuse_same_address(session: Session, employer_id: uuid.UUID, email: str | None, own_id: uuid.UUID | None) -> None:
    if not (email or "").strip():
        return
    query = select(Contact).where(Contact.employer_id == employer_id, Contact.email_key == email_key(email or ""))
    taken = session.scalar(query)
    if taken is not None and taken.id != own_id:
        raise ActionRefused(N_("%(name)s already has this email address."), field="email", name=taken.name)


def _refuse_same_employer(session: Session, name: str, own_id: uuid.UUID | None) -> None:
    taken = session.scalar(select(Employer).where(Employer.name == name))
    if taken is not None and taken.id != own_id:
        raise ActionRefused(N_("You already have an employer with this name."), field="name")
