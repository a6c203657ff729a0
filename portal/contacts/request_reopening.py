"""Undoing the decision that a contact’s details are not available: the decision stays on record."""

from portal.audit import actions as audit
from portal.contacts import queries
from portal.contacts.models import ContactRequest
from portal.contacts.rules import NOT_AVAILABLE
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused

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


def undo_not_available(command: Command, row: ContactRequest) -> None:
    """Put a new request in place of one closed as not available; the closed one stays on record.

    A second time changes nothing. Raise `ActionRefused` if there is a way to reach the contact, or a later request. The
    caller touches every application that waits.
    """
    command.session.refresh(row, with_for_update={"of": ContactRequest})
    if row.undone_at is not None:
        return
    last = queries.last_request_of(command.session, row.contact_id)
    if row.outcome != NOT_AVAILABLE or last is None or last.id != row.id or row.contact.reachable:
        raise ActionRefused(N_("This can’t be undone anymore. See the contact for what’s on file now."))
    values = {"undone_at": command.now, "undone_by_id": command.by.account_id}
    audit.apply_change(command, "contact_request.undo_not_available", row, values)
    command.session.add(
        ContactRequest(
            contact_id=row.contact_id,
            candidate_id=row.candidate_id,
            **{name: getattr(row, name) for name in CARRIED_OVER_COLUMNS},
        )
    )
    command.session.flush()
