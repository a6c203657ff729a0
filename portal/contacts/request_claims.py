"""Who looks for the contact info that a request asks for, and that the employer's HR were asked."""

import uuid

from portal.audit import actions as audit
from portal.contacts import actions
from portal.contacts.models import ContactRequest
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused


def claim_request(command: Command, row: ContactRequest) -> None:
    """Claim the request, so that no one else is notified; raise `ActionRefused` if someone else has claimed it."""
    actions.lock_open_request(command.session, row)
    if row.claimed_by_id == command.by.account_id:
        return
    if row.claimed_by is not None:
        raise ActionRefused(N_("%(name)s is already looking for it."), name=row.claimed_by.name)
    values = {"claimed_by_id": command.by.account_id, "claimed_at": command.now, "escalate_at": None}
    audit.apply_change(command, "contact_request.claim", row, values)
    command.session.expire(row, ["claimed_by"])


def assign_request(command: Command, row: ContactRequest, account_id: uuid.UUID) -> None:
    """Give the request to this account, whoever has claimed it; no one else is notified then."""
    actions.lock_open_request(command.session, row)
    values = {"claimed_by_id": account_id, "claimed_at": command.now, "escalate_at": None}
    audit.apply_change(command, "contact_request.assign", row, values)
    command.session.expire(row, ["claimed_by"])


def release_request(command: Command, row: ContactRequest) -> None:
    """Release the request, so that anyone can claim it. The caller touches the applications that wait."""
    audit.apply_change(command, "contact_request.release", row, {"claimed_by_id": None, "claimed_at": None})
    command.session.expire(row, ["claimed_by"])


def record_hr_asked(command: Command, row: ContactRequest) -> None:
    """Record when the employer's HR were asked, and by which account."""
    actions.lock_open_request(command.session, row)
    values = {"asked_hr_at": command.now, "asked_hr_by_id": command.by.account_id}
    audit.apply_change(command, "contact_request.ask_hr", row, values)
    command.session.expire(row, ["asked_hr_by"])
