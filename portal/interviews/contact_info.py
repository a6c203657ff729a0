"""How the people met are reached: answered, given up, by another way; whoever waits for it goes on at once."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.audit.actions import Actor
from portal.contacts import actions as contacts
from portal.contacts import confirmation, queries, request_reopening
from portal.contacts.actions import EmployerDetails
from portal.contacts.address_suggestions import guess_from_pattern
from portal.contacts.models import Contact, ContactRequest, Employer
from portal.contacts.rules import LEFT_EMPLOYER, NOT_AVAILABLE, ContactDetails, care_of_address
from portal.core import queue
from portal.core.errors import N_, ActionRefused
from portal.interviews import actions


def fill_missing_details(session: Session, contact: Contact, told: ContactDetails, *, by: Actor, now: datetime) -> None:
    """What somebody was told fills in what was missing of the contact, and who waited goes on."""
    if contacts.fill_missing_details(session, contact, told, by=by, now=now):
        queue.enqueue_after_commit(session, queue.DUE, "reminders")
    actions.touch_contact(session, contact.id)


def provide_details(session: Session, contact: Contact, details: ContactDetails, *, by: Actor, now: datetime) -> None:
    """The contact reads as given, no guess any more, and who waited goes on."""
    actions.update_contact(session, contact, details, by=by, now=now)
    if contact.email_is_guess:
        confirm_email(session, contact, by=by, now=now)


def apply_guess(session: Session, contact: Contact, *, by: Actor, now: datetime) -> None:
    """The contact has the address that the employer's pattern makes of the name, as a guess (docs/rules.md#guesses).

    Raises `Refused` where an address is known, or nothing can be guessed.
    """
    found = None if contact.email else guess_from_pattern(session, contact)
    if found is None:
        raise ActionRefused(N_("There is nothing to guess any more. Reload the page and look again."))
    details = replace(contacts.details_of(contact), email=found.email, email_is_guess=True)
    contacts.update_contact(session, contact, details, by=by, now=now)


def discard_guess(session: Session, contact: Contact, *, by: Actor, now: datetime) -> None:
    """The guess was wrong: the contact has no address of their own."""
    if contact.email_is_guess:
        details = replace(contacts.details_of(contact), email=None, email_is_guess=False)
        contacts.update_contact(session, contact, details, by=by, now=now)


def confirm_email(session: Session, contact: Contact, *, by: Actor, now: datetime) -> None:
    """Somebody knows that the address is right: it is no guess any more, and who waited goes on."""
    if contacts.confirm_email(session, contact, by=by, now=now):
        queue.enqueue_after_commit(session, queue.DUE, "reminders")
    actions.touch_contact(session, contact.id)


def undo_confirmation(session: Session, contact: Contact, *, by: Actor, now: datetime) -> None:
    """Make the address a guess again: who waited for it waits again."""
    confirmation.undo(session, contact, by=by, now=now)
    actions.touch_contact(session, contact.id)


def release_request(session: Session, row: ContactRequest, *, by: Actor, now: datetime) -> None:
    """Whoever wants to can take the request, and others are told of it if nobody does."""
    contacts.release_request(session, row, by=by, now=now)
    actions.touch_contact(session, row.contact_id)


def release_requests_of(session: Session, account: Account, by: Actor, now: datetime) -> None:
    """The account has none of the requests any more that it had taken: they are nobody's, and others are told."""
    for row in queries.claimed_by(session, account.id):
        release_request(session, row, by=by, now=now)


def mark_not_available(session: Session, row: ContactRequest, reason: str, *, by: Actor, now: datetime) -> None:
    """The details are not to be had, and whoever waits is told at once what can be done instead."""
    contacts.mark_not_available(session, row, reason, by=by, now=now)
    queue.enqueue_after_commit(session, queue.DUE, "reminders")
    actions.touch_contact(session, row.contact_id)


def undo_not_available(session: Session, row: ContactRequest, *, by: Actor, now: datetime) -> None:
    """The recruiters look for the details again, as before it was said that they are not available."""
    request_reopening.undo_not_available(session, row, by=by, now=now)
    actions.touch_contact(session, row.contact_id)


def reach_by_post(session: Session, contact: Contact, *, by: Actor, now: datetime) -> None:
    """A card gets to the contact at the company's address; raises `Refused` where it is not known, or too soon."""
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
    """A note gets to the contact through human resources; raises `Refused` where no address is known, or too soon."""
    _refuse_too_soon(session, contact, by)
    _refuse_left_employer(session, contact)
    if contacts.reach_via_hr(session, contact, by=by, now=now):
        queue.enqueue_after_commit(session, queue.DUE, "reminders")
    actions.touch_contact(session, contact.id)


def reach_directly(session: Session, contact: Contact, *, by: Actor, now: datetime) -> None:
    """Notes to the contact no longer go through human resources; without another way, whoever waits waits again."""
    contacts.reach_directly(session, contact, by=by, now=now)
    actions.touch_contact(session, contact.id)


def update_employer(
    session: Session, employer: Employer, details: EmployerDetails, *, by: Actor, now: datetime
) -> None:
    """The employer reads as given, and whoever is met there and reached through its human resources is planned anew."""
    for contact in contacts.update_employer(session, employer, details, by=by, now=now):
        actions.touch_contact(session, contact.id)


def can_choose_other_way(session: Session, contact: Contact) -> bool:
    """Whether the candidates may choose another way to reach the contact: the recruiters have given up."""
    last = queries.last_request_of(session, contact.id)
    return last is not None and last.outcome == NOT_AVAILABLE


def has_left(row: ContactRequest | None) -> bool:
    """Whether this, the latest request, ended because the contact no longer works there."""
    return row is not None and row.outcome == NOT_AVAILABLE and row.reason == LEFT_EMPLOYER


def _refuse_left_employer(session: Session, contact: Contact) -> None:
    """Nothing goes to the company for somebody who no longer works there."""
    if has_left(queries.last_request_of(session, contact.id)):
        raise ActionRefused(
            N_("%(name)s no longer works at %(employer)s, so the company can’t pass a note on."),
            name=contact.name,
            employer=contact.employer.name,
        )


def _refuse_too_soon(session: Session, contact: Contact, by: Actor) -> None:
    """While somebody looks for the address, a candidate does not end that for all who wait."""
    if by.role == "candidate" and not can_choose_other_way(session, contact):
        raise ActionRefused(N_("Your recruiter is still looking for the address of %(name)s."), name=contact.name)
