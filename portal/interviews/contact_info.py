"""How the people met are reached: details given, given up, or another way; what waits for them is replanned."""

import uuid
from dataclasses import replace

from sqlalchemy.orm import Session

from portal.contacts import actions as contacts
from portal.contacts import confirmation, queries, request_claims, request_reopening
from portal.contacts.actions import EmployerDetails
from portal.contacts.address_suggestions import guess_from_pattern
from portal.contacts.details import ContactDetails
from portal.contacts.models import Contact, ContactRequest, Employer
from portal.contacts.rules import ANSWER_SOURCES, LEFT_EMPLOYER, NOT_AVAILABLE, care_of_address
from portal.core import queue
from portal.core.command import Actor, Command
from portal.core.errors import N_, ActionRefused
from portal.interviews import actions


def fill_missing_details(command: Command, contact: Contact, told: ContactDetails) -> None:
    """Fill in the contact's missing details from `told`, and replan every application that meets them."""
    if contacts.fill_missing_details(command, contact, told):
        queue.enqueue_after_commit(command.session, queue.DUE, "reminders")
    actions.touch_contact(command.session, contact.id)


def provide_details(command: Command, contact: Contact, details: ContactDetails) -> None:
    """Update the contact with confirmed details, and replan every application that meets them."""
    actions.update_contact(command, contact, details)
    if contact.email_is_guess:
        confirm_email(command, contact)


def answer_request(command: Command, row: ContactRequest, details: ContactDetails, source: str | None) -> None:
    """Update the contact with the details that staff found, and replan every application that meets them.

    `source` is who or what they have it from, one of `contacts.rules.ANSWER_SOURCES`; None where no one said.
    """
    row.source = source if source in ANSWER_SOURCES else None
    if contacts.update_contact(command, row.contact, details, keeps_evidence=True):
        queue.enqueue_after_commit(command.session, queue.DUE, "reminders")
    if row.contact.email_is_guess:
        contacts.confirm_email(command, row.contact)
    actions.touch_contact(command.session, row.contact_id)


def save_guess(command: Command, row: ContactRequest, details: ContactDetails) -> None:
    """Update the contact with these details, whose email address is only a guess: nothing is sent there."""
    contacts.update_contact(command, row.contact, replace(details, email_is_guess=True))
    actions.touch_contact(command.session, row.contact_id)


def undo_answer(command: Command, row: ContactRequest, email: str, postal_address: str) -> None:
    """Remove the addresses with which the request was answered, and open it again; those who waited wait again.

    Of a request that is open, remove the address that was saved as a guess.
    """
    if row.closed_at is None and row.contact.email == email:
        discard_guess(command, row.contact)
    else:
        request_reopening.undo_answer(command, row, email, postal_address)
    actions.touch_contact(command.session, row.contact_id)


def apply_guess(command: Command, contact: Contact) -> None:
    """Set the address that the employer's pattern gives for the contact's name, as a guess (docs/rules.md#guesses).

    Raise `ActionRefused` if an address is known, or nothing can be guessed.
    """
    found = None if contact.email else guess_from_pattern(command.session, contact)
    if found is None:
        raise ActionRefused(N_("There’s nothing left to guess. Reload the page and look again."))
    details = replace(contacts.details_of(contact), email=found.email, email_is_guess=True)
    contacts.update_contact(command, contact, details)


def discard_guess(command: Command, contact: Contact) -> None:
    """Remove the contact's guessed address because it is wrong."""
    if contact.email_is_guess:
        details = replace(contacts.details_of(contact), email=None, email_is_guess=False)
        contacts.update_contact(command, contact, details)


def confirm_email(command: Command, contact: Contact) -> None:
    """Confirm the contact's guessed address, and replan every application that meets them."""
    if contacts.confirm_email(command, contact):
        queue.enqueue_after_commit(command.session, queue.DUE, "reminders")
    actions.touch_contact(command.session, contact.id)


def undo_confirmation(command: Command, contact: Contact) -> None:
    """Make the address a guess again: thank-yous that waited for it wait again."""
    confirmation.undo(command, contact)
    actions.touch_contact(command.session, contact.id)


def release_request(command: Command, row: ContactRequest) -> None:
    """Release the request so that anyone can claim it; others are notified if no one does."""
    request_claims.release_request(command, row)
    actions.touch_contact(command.session, row.contact_id)


def release_requests_of(command: Command, account_id: uuid.UUID) -> None:
    """Release all requests that this account has claimed; others are notified if no one claims them."""
    for row in queries.claimed_by(command.session, account_id):
        release_request(command, row)


def mark_not_available(command: Command, row: ContactRequest, reason: str) -> None:
    """Close the request because the details are not available, and remind those who wait about other ways at once."""
    contacts.mark_not_available(command, row, reason)
    queue.enqueue_after_commit(command.session, queue.DUE, "reminders")
    actions.touch_contact(command.session, row.contact_id)


def undo_closing(command: Command, row: ContactRequest) -> None:
    """Put a new request in place of one closed as not available or not needed, so that it is answered after all."""
    request_reopening.undo_closing(command, row)
    actions.touch_contact(command.session, row.contact_id)


def reach_by_post(command: Command, contact: Contact) -> None:
    """Fill in the contact's postal address, care of the company; raise `ActionRefused` if the company's is not known.

    Also raise it for a candidate while recruiters still look, and for a contact who has left the company.
    """
    _refuse_too_soon(command.session, contact, command.by)
    _refuse_left_employer(command.session, contact)
    address = contact.employer.postal_address
    if not address:
        raise ActionRefused(N_("There’s no mailing address for %(employer)s."), employer=contact.employer.name)
    fill_missing_details(
        command, contact, ContactDetails(contact.name, postal_address=care_of_address(contact.employer.name, address))
    )


def reach_via_hr(command: Command, contact: Contact) -> None:
    """Send notes to the contact through HR; raise `ActionRefused` if HR's address is not known.

    Also raise it for a candidate while recruiters still look, and for a contact who has left the company.
    """
    _refuse_too_soon(command.session, contact, command.by)
    _refuse_left_employer(command.session, contact)
    if contacts.reach_via_hr(command, contact):
        queue.enqueue_after_commit(command.session, queue.DUE, "reminders")
    actions.touch_contact(command.session, contact.id)


def reach_directly(command: Command, contact: Contact) -> None:
    """Stop sending the contact's notes through HR; without another way, those who wait wait again."""
    contacts.reach_directly(command, contact)
    actions.touch_contact(command.session, contact.id)


def update_employer(command: Command, employer: Employer, details: EmployerDetails) -> None:
    """Update the employer, and replan applications with contacts reached through its HR if the HR address changed."""
    for contact in contacts.update_employer(command, employer, details):
        actions.touch_contact(command.session, contact.id)


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
        raise ActionRefused(N_("Your agency is still looking for %(name)s’s contact info."), name=contact.name)
