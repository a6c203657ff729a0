"""A note to review that someone hands to a colleague, who gets an email about all that fall together."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.alerts import recipients
from portal.alerts.assigned_requests import DELAY
from portal.alerts.unreviewed_notes import PAYLOAD_KEY, recheck_notes, render_notes
from portal.approvals import actions, queries
from portal.approvals.models import Approval
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.messaging.kinds import Content, Drop, MailKind, Send, Wait
from portal.messaging.models import OutgoingMessage

KIND = "approval-assigned"


def assign(command: Command, row: Approval, to: Account) -> None:
    """Give the review to this colleague, whoever has claimed it, and notify them unless they did it themselves.

    Raise `ActionRefused` at `colleague` where they are on it already, or may not see the candidate.
    """
    if row.claimed_by_id == to.id:
        raise ActionRefused(N_("%(name)s is already reviewing it."), field="colleague", name=to.name)
    if not queries.visible_approvals(command.session, recipients.viewer_for(command.session, to), [row.id]):
        raise ActionRefused(
            N_("%(name)s can’t see this candidate. Choose someone else."), field="colleague", name=to.name
        )
    actions.assign_review(command, row, to.id)
    if to.id != command.by.account_id:
        due = command.now + DELAY
        recipients.enqueue_or_extend(command.session, KIND, PAYLOAD_KEY, to, [str(row.id)], due)


def undo_assigning(command: Command, row: Approval, to_id: uuid.UUID, before: Account | None) -> None:
    """Give the review back to who had it, or to no one; the email about it is not sent if it has not gone yet.

    Raise `ActionRefused` where it is no longer with the colleague who got it.
    """
    if row.decided_at is not None or row.claimed_by_id != to_id:
        raise ActionRefused(N_("This changed in the meantime. Reload the page and look again."))
    if before is None:
        actions.release_review(command, row)
    else:
        actions.assign_review(command, row, before.id)


def _recheck(session: Session, message: OutgoingMessage, now: datetime) -> Send | Wait | Drop:
    account = recipients.active_recipient(session, message)
    if account is None:
        return Drop("deactivated")
    ids = [uuid.UUID(found) for found in message.payload[PAYLOAD_KEY]]
    rows = session.scalars(queries.claimed_approvals(recipients.viewer_for(session, account), ids)).all()
    return recheck_notes(session, account, rows, now)


def _render(session: Session, _message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    return render_notes(session, KIND, values, now)


KINDS = (MailKind(KIND, "recruiter", _recheck, _render),)
"""Registered by the app factory."""
