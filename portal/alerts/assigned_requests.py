"""A contact request that someone hands to a colleague, who gets an email about all that fall together."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.alerts import recipients
from portal.alerts.unclaimed_requests import recheck_requests, render_requests, requests_claimed_by
from portal.contacts import request_claims
from portal.contacts.models import ContactRequest
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.followups import request_queries
from portal.interviews import contact_info
from portal.messaging.kinds import Content, Drop, MailKind, Send, Wait
from portal.messaging.models import OutgoingMessage

KIND, PAYLOAD_KEY = "contact-request-assigned", "requests"
DELAY = timedelta(minutes=2)
"""How long an email waits, for more requests and for second thoughts."""


def assign(command: Command, row: ContactRequest, to: Account) -> None:
    """Give the request to this colleague, whoever has claimed it, and notify them unless they did it themselves.

    Raise `ActionRefused` at `colleague` where they are on it already, or may not see the candidates who wait.
    """
    if row.claimed_by_id == to.id:
        raise ActionRefused(N_("%(name)s is already looking for it."), field="colleague", name=to.name)
    if not request_queries.visible_requests(command.session, recipients.viewer_for(command.session, to), [row.id]):
        raise ActionRefused(
            N_("%(name)s can’t see who’s waiting for this. Choose someone else."), field="colleague", name=to.name
        )
    request_claims.assign_request(command, row, to.id)
    if to.id != command.by.account_id:
        due = command.now + DELAY
        recipients.enqueue_or_extend(command.session, KIND, PAYLOAD_KEY, to, [str(row.id)], due)


def undo_assigning(command: Command, row: ContactRequest, to_id: uuid.UUID, before: Account | None) -> None:
    """Give the request back to who had it, or to no one; the email about it is not sent if it has not gone yet.

    Raise `ActionRefused` where it is no longer with the colleague who got it.
    """
    if row.closed_at is not None or row.claimed_by_id != to_id:
        raise ActionRefused(N_("This changed in the meantime. Reload the page and look again."))
    if before is None:
        contact_info.release_request(command, row)
    else:
        request_claims.assign_request(command, row, before.id)


def _recheck(session: Session, message: OutgoingMessage, now: datetime) -> Send | Wait | Drop:
    account = recipients.active_recipient(session, message)
    if account is None:
        return Drop("deactivated")
    rows = requests_claimed_by(session, account.id, [uuid.UUID(found) for found in message.payload[PAYLOAD_KEY]])
    return recheck_requests(session, account, rows, now)


def _render(session: Session, _message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    return render_requests(session, KIND, values, now)


KINDS = (MailKind(KIND, "recruiter", _recheck, _render),)
"""Registered by the app factory."""
