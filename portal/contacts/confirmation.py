"""Undoing the confirmation of a guessed address (docs/rules.md#guesses)."""

from datetime import datetime

from portal.accounts.rules import CANDIDATE
from portal.audit import actions as audit
from portal.contacts import actions, evidence, queries
from portal.contacts.models import Contact
from portal.contacts.rules import CONFIRMATION_UNDO_PERIOD
from portal.core.command import Actor, Command
from portal.core.errors import N_, ActionRefused


def can_undo(contact: Contact, by: Actor, now: datetime) -> bool:
    """Return whether this actor may still make the address a guess again: staff, or the account that confirmed it."""
    confirmed = contact.email_confirmed_at
    if confirmed is None or contact.email_is_guess or now > confirmed + CONFIRMATION_UNDO_PERIOD:
        return False
    return by.role != CANDIDATE or by.account_id == contact.email_confirmed_by_id


def undo(command: Command, contact: Contact) -> None:
    """Make the address a guess again, keep the evidence to compare it with, and reopen the request that it answered.

    Raise `ActionRefused` once it is too late. The caller touches every application that meets this contact.
    """
    if not can_undo(contact, command.by, command.now):
        raise ActionRefused(N_("It’s too late to undo that. Change the address instead."))
    last, confirmed = queries.last_request_of(command.session, contact.id), contact.email_confirmed_at
    values = {"email_is_guess": True, "email_confirmed_at": None, "email_confirmed_by_id": None}
    actions.change_contact(command, contact, "contact.undo_confirmation", values)
    evidence.restore_retention(command.session, contact)
    is_open = queries.open_request_of(command.session, contact.id) is not None
    if last is not None and not is_open and last.outcome == "answered" and last.closed_at == confirmed:
        values = {"closed_at": None, "outcome": None, "answered_by_id": None}
        audit.apply_change(command, "contact_request.reopen", last, values)
