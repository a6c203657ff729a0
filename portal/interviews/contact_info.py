"""How the people met are reached: details given, given up, or another way; what waits for them is replanned."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.audit.actions import Actor
from portal.contacts import actions as contacts
from portal.contacts import confirmation, queries, request_reopening
from portal.contacts.actions import EmployerDetails
from portal.contacts.address_suggestions import guess_from_pattern
from portal.contacts.details import ContactDetails
from portal.contacts.models import Contact, ContactRequest, Employer
from portal.contacts.rules import LEFT_EMPLOYER, NOT_AVAILABLE, care_of_address
from portal.core import queue
from portal.core.errors import N_, ActionRefused
from portal.interviews import actions


def fill_missing_details(session: Session, contact: Contact, told: ContactDetails, *, by: Actor, now: datetime) -> None:
    """Fill in the contact's missing details from `told`, and replan every application that meets them."""
    if contacts.fill_missing_details(session, contact, told, by=by, now=now):
        queue.enqueue_after_commit(session, queue.DUE, "reminders")
    actions.touch_contact(session, contact.id)


def provide_details(session: Session, contact: Contact, details: ContactDetails, *, by: Actor, now: datetime) -> None:
    """Update the contact with confirmed details, and replan every application that meets them."""
    actions.update_contact(session, contact, details, by=by, now=now)
    if contact.email_is_guess:
        confirm_email(session, contact, by=by, now=now)


def apply_guess(session: Session, contact: Contact, *, by: Actor, now: datetime) -> None:
    """Set the address that the employer's pattern gives for the contact's name, as a guess (docs/rules.md#guesses).

    Raise `ActionRefused` if an address is known, or nothing can be guessed.
    """
    found = None if contact.email else guess_from_pattern(session, contact)
    if found is None:
        raise ActionRefused(N_("There is nothing to guess any more. Reload the page and look again."))
    details = replace(contacts.details_of(contact), email=found.email, email_is_guess=True)
    contacts.update_contact(session, contact, details, by=by, now=now)


def discard_guess(session: Session, contact: Contact, *, by: Actor, now: datetime) -> None:
    """Remove the contact's guessed address because it is wrong."""
    if contact.email_is_guess:
        details = replace(contacts.details_of(contact), email=None, email_is_guess=False)
        contacts.update_contact(session, contact, details, by=by, now=now)


def confirm_email(session: Session, contact: Contact, *, by: Actor, now: datetime) -> None:
    """Confirm the contact's guessed address, and replan every application that meets them."""
    if contacts.confirm_email(session, contact, by=by, now=now):
        queue.enqueue_after_commit(session, queue.DUE, "reminders")
    actions.touch_contact(session, contact.id)


def undo_confirmation(session: Session, contact: Contact, *, by: Actor, now: datetime) -> None:
    """Make the address a guess again: thank-yous that waited for it wait again."""
    confirmation.undo(session, contact, by=by, now=now)
    actions.touch_contact(session, contact.id)


def release_request(session: Session, row: ContactRequest, *, by: Actor, now: datetime) -> None:
    """Release the request so that anyone can claim it; others are notified if no one does."""
    contacts.release_request(session, row, by=by, now=now)
    actions.touch_contact(session, row.contact_id)


def release_requests_of(session: Session, account: Account, by: Actor, now: datetime) -> None:
    """Release all requests that this account has claimed; others are notified if no one claims them."""
    for row in queries.claimed_by(session, account.id):
        release_request(session, row, by=by, now=now)


def mark_not_available(session: Session, row: ContactRequest, reason: str, *, by: Actor, now: datetime) -> None:
    """Close the request because the details are not available, and remind those who wait about other ways at once."""
    contacts.mark_not_available(session, row, reason, by=by, now=now)
    queue.enqueue_after_commit(session, queue.DUE, "reminders")
    actions.touch_contact(session, row.contact_id)


def undo_not_available(session: Session, row: ContactRequest, *, by: Actor, now: datetime) -> None:
    """Put a new request in place of one closed as not available, so that recruiters look for the details again."""
    request_reopening.undo_not_available(session, row, by=by, now=now)
    actions.touch_contact(session, row.contact_id)


def reach_by_post(session: Session, contact: Contact, *, by: Actor, now: datetime) -> None:
    """Fill in the contact's postal address, care of the company; raise `ActionRefused` if the company's is not known.

    Also raise it for a candidate while recruiters still look, and for a contact who has left the company.
    """
    _refuse_too_soon(session, contact, by)
    _refuse_left_employer(session, contact)
    address = contact.employer.postal_address
    if not address:
        raise ActionRefused(N_("The postal address of %(employer)s is not known."), employer=contact.employer.name)
    fill_missing_details(
        session,
        contact,
        ContactDetails(contact.name, postal_address=care_of_address(contact.employer.name, address)),
        by=by,
        now=now,
    )


def reach_via_hr(session: Session, contact: Contact, *, by: Actor, now: datetime) -> None:
    """Send notes to the contact through human resources; raise `ActionRefused` if HR's address is not known.

    Also raise it for a candidate while recruiters still look, and for a contact who has left the company.
    """
    _refuse_too_soon(session, contact, by)
    _refuse_left_employer(session, contact)
    if contacts.reach_via_hr(session, contact, by=by, now=now):
        queue.enqueue_after_commit(session, queue.DUE, "reminders")
    actions.touch_contact(session, contact.id)


def reach_directly(session: Session, contact: Contact, *, by: Actor, now: datetime) -> None:
    """Stop sending the contact's notes through human resources; without another way, those who wait wait again."""
    contacts.reach_directly(session, contact, by=by, now=now)
    actions.touch_contact(session, contact.id)


def update_employer(
    session: Session, employer: Employer, details: EmployerDetails, *, by: Actor, now: datetime
) -> None:
    """Update the employer, and replan applications with contacts reached through its HR if the HR address changed."""
    for contact in contacts.update_employer(session, employer, details, by=by, now=now):
        actions.touch_contact(session, contact.id)


def can_choose_other_way(session: Session, contact: Contact) -> bool:
    """Return whether candidates may choose another way to reach the contact, because recruiters have given up."""
    last = queries.last_request_of(session, contact.id)
    return last is not None and last.outcome == NOT_AVAILABLE


def has_left(row: ContactRequest | None) -> bool:
    """Return whether this request, the contact's latest, was closed because the contact no longer works there."""
    return row is not None and row.outcome == NOT_AVAILABLE and row.reason == LEFT_EMPLOYER


def _refuse_left_employer(session: Session, contact: Contact) -> None:
    """Raise `ActionRefused` if the contact no longer works at the company."""
    if has_left(queries.last_request_of(session, contact.id)):
        raise ActionRefused(
            N_("%(name)s no longer works at %(employer)s, so the company can’t pass a note on."),
            name=contact.name,
            employer=contact.employer.name,
        )


def _refuse_too_soon(session: Session, contact: Contact, by: Actor) -> None:
    """Raise `ActionRefused` if a candidate would end a search that recruiters have not given up."""
    if by.role == "candidate" and not can_choose_other_way(session, contact):
        raise ActionRefused(N_("Your recruiter is still looking for the address of %(name)s."), name=contact.name)
