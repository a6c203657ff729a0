"""Undoing that a request was closed: without contact info, which stays on record, or with it."""

from datetime import datetime

from portal.audit import actions as audit
from portal.contacts import actions, confirmation, evidence, queries
from portal.contacts.models import ContactRequest
from portal.contacts.rules import CONFIRMATION_UNDO_PERIOD, NOT_AVAILABLE
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused

NOT_NEEDED, ANSWERED = "not_needed", "answered"
REMOVED = {"email": None, "email_key": None, "email_is_guess": False, "postal_address": None, "via_hr": False}
"""What a contact whose info was asked for had not: addresses that reach them."""
CARRIED_OVER_COLUMNS = (
    "requested_at",
    "target_at",
    "recruiter_notified_at",
    "claimed_by_id",
    "claimed_at",
    "asked_hr_at",
    "asked_hr_by_id",
    "escalated_at",
)
"""The columns that a new request copies from the one it continues after the decision was undone."""


def undo_closing(command: Command, row: ContactRequest) -> None:
    """Put a new request in place of one closed as not available or not needed; the closed one stays on record.

    A second time changes nothing. Raise `ActionRefused` if there is a way to reach the contact, or a later request. The
    caller touches every application that waits.
    """
    command.session.refresh(row, with_for_update={"of": ContactRequest})
    if row.undone_at is not None:
        return
    last = queries.last_request_of(command.session, row.contact_id)
    if row.outcome not in (NOT_AVAILABLE, NOT_NEEDED) or last is None or last.id != row.id or row.contact.reachable:
        raise ActionRefused(N_("This can’t be undone anymore. See the contact for what’s on file now."))
    values = {"undone_at": command.now, "undone_by_id": command.by.account_id}
    if row.outcome == NOT_AVAILABLE:
        audit.apply_change(command, "contact_request.undo_not_available", row, values)
    else:
        audit.apply_change(command, "contact_request.undo_not_needed", row, values)
    command.session.add(
        ContactRequest(
            contact_id=row.contact_id,
            candidate_id=row.candidate_id,
            **{name: getattr(row, name) for name in CARRIED_OVER_COLUMNS},
        )
    )
    command.session.flush()


def can_undo_answer(row: ContactRequest, now: datetime) -> bool:
    """Return whether it is not too late to undo the answer to this request."""
    return row.outcome == ANSWERED and row.closed_at is not None and now <= row.closed_at + CONFIRMATION_UNDO_PERIOD


def undo_answer(command: Command, row: ContactRequest, email: str, postal_address: str) -> None:
    """Remove these addresses, with which the request was answered, and open it again; a confirmed guess is one again.

    Raise `ActionRefused` once it is too late, and when someone changed the contact since. The caller touches every
    application that meets this contact.
    """
    session, contact = command.session, row.contact
    session.refresh(row, with_for_update={"of": ContactRequest})
    if not can_undo_answer(row, command.now):
        raise ActionRefused(N_("It’s too late to undo that. Change the address instead."))
    last = queries.last_request_of(session, contact.id)
    if (contact.email or "", contact.postal_address or "") != (email, postal_address) or last is not row:
        raise ActionRefused(N_("This changed in the meantime. Reload the page and look again."))
    is_confirmed_guess = contact.email_confirmed_at == row.closed_at
    removed = {"postal_address": None} if is_confirmed_guess else REMOVED
    actions.change_contact(command, contact, "contact.undo_answer", dict(removed), keeps_evidence=True)
    row.source = None
    if is_confirmed_guess:
        return confirmation.undo(command, contact)
    evidence.restore_retention(session, contact)
    reopened = {"closed_at": None, "outcome": None, "answered_by_id": None}
    audit.apply_change(command, "contact_request.reopen", row, reopened)
    return None
