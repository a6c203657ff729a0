"""Undoing the confirmation of a guessed address (docs/rules.md#guesses)."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.rules import CANDIDATE
from portal.audit import actions as audit
from portal.audit.actions import By
from portal.contacts import actions, photos, queries
from portal.contacts.models import Contact
from portal.contacts.rules import UNDO_CONFIRMATION
from portal.core.errors import N_, Refused


def may_undo(contact: Contact, by: By, now: datetime) -> bool:
    """Return whether the confirmed address may be made a guess again: for a while, by staff or by who confirmed it."""
    confirmed = contact.email_confirmed_at
    if confirmed is None or contact.email_is_guess or now > confirmed + UNDO_CONFIRMATION:
        return False
    return by.role != CANDIDATE or by.account_id == contact.email_confirmed_by_id


def undo(session: Session, contact: Contact, *, by: By, now: datetime) -> None:
    """Make the address a guess again, keep the photos to compare it with, and reopen the request that it answered.

    Raises `Refused` once it is too late. The caller touches every process that meets this contact.
    """
    if not may_undo(contact, by, now):
        raise Refused(N_("It’s too late to undo that. Change the address instead."))
    last, confirmed = queries.last_request_of(session, contact.id), contact.email_confirmed_at
    values = {"email_is_guess": True, "email_confirmed_at": None, "email_confirmed_by_id": None}
    actions.change_ways(session, contact, "contact.undo_confirmation", values, by=by, now=now)
    photos.keep_longest(session, contact)
    is_open = queries.open_request_of(session, contact.id) is not None
    if last is not None and not is_open and last.outcome == "answered" and last.closed_at == confirmed:
        values = {"closed_at": None, "outcome": None, "answered_by_id": None}
        audit.change(session, "contact_request.reopen", last, values, by=by, now=now)
