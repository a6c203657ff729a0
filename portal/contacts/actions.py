"""Actions on employers, contacts, and the requests for contact info."""

import uuid
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.rules import email_key
from portal.audit import actions as audit
from portal.audit.actions import Actor
from portal.contacts import disclosure, evidence, queries
from portal.contacts.details import CONTACT_DETAILS, ContactDetails
from portal.contacts.models import Contact, ContactNonDuplicate, ContactRequest, Employer
from portal.contacts.rules import CONFIRMATION_UNDO_PERIOD, NOT_AVAILABLE, fill_missing, reachable_since
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


def create_employer(session: Session, details: EmployerDetails, *, by: Actor, now: datetime) -> Employer:
    """Create an employer; raise `ActionRefused` at `name` if the agency has one with this name."""
    _refuse_unusable(details.name, details.hr_email, None, field="hr_email")
    _refuse_same_employer(session, details.name, None)
    employer = Employer(**asdict(details))
    session.add(employer)
    session.flush()
    audit.record(session, "employer.create", employer, by=by, now=now)
    return employer


def record_email_domain(session: Session, employer: Employer, domain: str, *, by: Actor, now: datetime) -> None:
    """Record the employer's email domain, if it has none yet."""
    if not employer.domain:
        audit.apply_change(session, "employer.learn_domain", employer, {"domain": domain}, by=by, now=now)


def update_employer(
    session: Session, employer: Employer, details: EmployerDetails, *, by: Actor, now: datetime
) -> list[Contact]:
    """Update the employer, and return its contacts reached through human resources if that address changed.

    The caller touches every application that meets them (`interviews.contact_info.update_employer`).
    """
    _refuse_unusable(details.name, details.hr_email, employer.hr_email, field="hr_email")
    _refuse_same_employer(session, details.name, employer.id)
    was = employer.hr_email
    audit.apply_change(session, "employer.update", employer, asdict(details), by=by, now=now)
    if was == employer.hr_email:
        return []
    through_hr = [contact for contact in employer.contacts if contact.via_hr]
    for contact in through_hr:
        contact.reachable_at = reachable_since(contact.reachable_at, details_of(contact), now, employer.hr_email)
    session.flush()
    return through_hr


def create_contact(
    session: Session, employer_id: uuid.UUID, details: ContactDetails, *, by: Actor, now: datetime
) -> Contact:
    """Create a contact of the employer, perhaps with only a name; raise `ActionRefused` at `email` if it is taken."""
    _refuse_unusable(details.name, details.email, None)
    _refuse_same_address(session, employer_id, details.email, None)
    disclosure.record_entered(session, details, by=by, now=now)
    contact = Contact(
        employer_id=employer_id, **_column_values(details), reachable_at=reachable_since(None, details, now)
    )
    session.add(contact)
    session.flush()
    audit.record(session, "contact.create", contact, by=by, now=now)
    return contact


def update_contact(session: Session, contact: Contact, details: ContactDetails, *, by: Actor, now: datetime) -> bool:
    """Update the contact, and return whether they became reachable; an open request for what is now known is answered.

    The caller touches every application that meets this contact (`interviews.queries.applications_meeting`).
    """
    _refuse_unusable(details.name, details.email, contact.email)
    _refuse_same_address(session, contact.employer_id, details.email, contact.id)
    return change_contact(session, contact, "contact.update", _updated_columns(contact, details), by=by, now=now)


def reach_via_hr(session: Session, contact: Contact, *, by: Actor, now: datetime) -> bool:
    """Send the contact's mail to the employer's human resources, and return whether the contact became reachable.

    Raise `ActionRefused` if HR's address is not known. The caller touches every application that meets this contact.
    """
    if not contact.employer.usable_hr_email:
        raise ActionRefused(N_("No e-mail address of their human resources is known."))
    return change_contact(session, contact, "contact.reach_via_hr", {"via_hr": True}, by=by, now=now)


def reach_directly(session: Session, contact: Contact, *, by: Actor, now: datetime) -> None:
    """Stop sending the contact's mail through human resources.

    The caller touches every application that meets this contact.
    """
    change_contact(session, contact, "contact.reach_directly", {"via_hr": False}, by=by, now=now)


def confirm_email(session: Session, contact: Contact, *, by: Actor, now: datetime) -> bool:
    """Confirm the contact's guessed address, and return whether the contact became reachable.

    The caller touches every application that meets this contact.
    """
    if not contact.email_is_guess:
        return False
    evidence.shorten_retention(session, contact, now + CONFIRMATION_UNDO_PERIOD)
    values = {"email_is_guess": False, "email_confirmed_at": now, "email_confirmed_by_id": by.account_id}
    return change_contact(session, contact, "contact.confirm_email", values, by=by, now=now)


def fill_missing_details(session: Session, contact: Contact, told: ContactDetails, *, by: Actor, now: datetime) -> bool:
    """Fill in missing details from `told` and confirm a guess that it matches; return whether they became reachable.

    No confirmed detail is overwritten. The caller touches every application that meets this contact.
    """
    disclosure.record_entered(session, told, by=by, now=now)
    known = details_of(contact)
    if told.email and not normalize_email(known.email):
        known = replace(known, email=None, email_is_guess=False)
    filled, became = fill_missing(known, told), False
    if filled != known:
        became = update_contact(session, contact, filled, by=by, now=now)
    if contact.email_is_guess and not filled.email_is_guess:
        return confirm_email(session, contact, by=by, now=now) or became
    return became


def find_or_create(
    session: Session, employer_id: uuid.UUID, details: ContactDetails, *, by: Actor, now: datetime
) -> Contact:
    """Return the employer's contact with these details, created if there is none, with missing details filled in."""
    contact = queries.find_same_contact(session, employer_id, details.name, details.email)
    if contact is None:
        return create_contact(session, employer_id, details, by=by, now=now)
    fill_missing_details(session, contact, details, by=by, now=now)
    return contact


def details_of(contact: Contact) -> ContactDetails:
    """Return the contact's details."""
    known = {detail.name: getattr(contact, detail.name) for detail in CONTACT_DETAILS}
    return ContactDetails.from_values(known, email_is_guess=contact.email_is_guess)


def request_details(
    session: Session, contact: Contact, candidate_id: uuid.UUID, *, target_at: datetime, by: Actor, now: datetime
) -> ContactRequest:
    """Ask the recruiters for the contact's details; return the contact's one open request, new or not."""
    standing = queries.open_request_of(session, contact.id)
    if standing is not None:
        return standing
    row = ContactRequest(contact_id=contact.id, candidate_id=candidate_id, requested_at=now, target_at=target_at)
    session.add(row)
    session.flush()
    audit.record(session, "contact_request.create", row, by=by, now=now)
    return row


def claim_request(session: Session, row: ContactRequest, *, by: Actor, now: datetime) -> None:
    """Claim the request, so that no one else is notified; raise `ActionRefused` if someone else has claimed it."""
    lock_open_request(session, row)
    if row.claimed_by_id == by.account_id:
        return
    if row.claimed_by is not None:
        raise ActionRefused(N_("%(name)s is already looking for it."), name=row.claimed_by.name)
    values = {"claimed_by_id": by.account_id, "claimed_at": now, "escalate_at": None}
    audit.apply_change(session, "contact_request.take", row, values, by=by, now=now)
    session.expire(row, ["claimed_by"])


def release_request(session: Session, row: ContactRequest, *, by: Actor, now: datetime) -> None:
    """Release the request, so that anyone can claim it. The caller touches the applications that wait."""
    audit.apply_change(
        session, "contact_request.release", row, {"claimed_by_id": None, "claimed_at": None}, by=by, now=now
    )
    session.expire(row, ["claimed_by"])


def record_hr_asked(session: Session, row: ContactRequest, *, by: Actor, now: datetime) -> None:
    """Record when the employer's human resources were asked, and by which account."""
    lock_open_request(session, row)
    values = {"asked_hr_at": now, "asked_hr_by_id": by.account_id}
    audit.apply_change(session, "contact_request.ask_hr", row, values, by=by, now=now)
    session.expire(row, ["asked_hr_by"])


def mark_not_available(session: Session, row: ContactRequest, reason: str, *, by: Actor, now: datetime) -> None:
    """Close the request because the details are not available, for this reason."""
    lock_open_request(session, row)
    row.reason = reason
    close_request(session, row, NOT_AVAILABLE, by=by, now=now)


def mark_not_duplicates(session: Session, one: Contact, other: Contact, *, by: Actor, now: datetime) -> None:
    """Record that the two contacts are different people, so no one is asked again; a second time changes nothing."""
    if other.id in queries.non_duplicates_of(session, one.id):
        return
    first, second = sorted((one.id, other.id))
    row = ContactNonDuplicate(contact_id=first, other_id=second, at=now, by_id=by.account_id)
    session.add(row)
    session.flush()
    audit.record(session, "contact.tell_apart", row, by=by, now=now)


def close_request(session: Session, row: ContactRequest, outcome: str, *, by: Actor, now: datetime) -> None:
    """Close the request with an outcome: `answered`, `not_needed`, or `not_available`."""
    row.closed_at, row.outcome, row.answered_by_id, row.escalate_at = now, outcome, by.account_id, None
    session.flush()
    audit.record(session, f"contact_request.{outcome}", row, by=by, now=now)


def change_contact(
    session: Session, contact: Contact, action: str, values: dict[str, Any], *, by: Actor, now: datetime
) -> bool:
    """Set the contact's columns, close the open request if they are reachable, and return whether they became so."""
    was = contact.reachable
    audit.apply_change(session, action, contact, values, by=by, now=now)
    if evidence.has_confirmed_address(contact) and contact.email_confirmed_at != now:
        evidence.delete_all_of(session, contact)
    hr_email = contact.employer.hr_email if contact.via_hr else None
    contact.reachable_at = reachable_since(contact.reachable_at, details_of(contact), now, hr_email)
    session.flush()
    waiting = queries.open_request_of(session, contact.id)
    if waiting is not None and contact.reachable:
        close_request(session, waiting, "answered", by=by, now=now)
    return contact.reachable and not was


def lock_open_request(session: Session, row: ContactRequest) -> None:
    """Lock the request's row; raise `ActionRefused` if someone closed it in the meantime."""
    session.refresh(row, ["claimed_by_id", "closed_at"], with_for_update={"of": ContactRequest})
    session.expire(row, ["claimed_by"])
    if row.closed_at is not None:
        raise ActionRefused(N_("This request was closed meanwhile."))


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
        raise ActionRefused(N_("%(name)s already has this e-mail address."), field="email", name=taken.name)


def _refuse_same_employer(session: Session, name: str, own_id: uuid.UUID | None) -> None:
    taken = session.scalar(select(Employer).where(Employer.name == name))
    if taken is not None and taken.id != own_id:
        raise ActionRefused(N_("You already have an employer of this name."), field="name")
