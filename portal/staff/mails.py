"""The one email to the colleague who takes over."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.agencies import links
from portal.agencies.emails import write_email
from portal.contacts.models import ContactRequest
from portal.core.command import Command
from portal.messaging import actions as messages
from portal.messaging.kinds import Content, Drop, MailKind, Send
from portal.messaging.models import OutgoingMessage
from portal.names.rules import first_name
from portal.staff.rules import WorkloadCounts

HAND_OVER = "hand-over"


def enqueue_hand_over(
    command: Command,
    event_id: uuid.UUID,
    account: Account,
    to: Account,
    counts: WorkloadCounts,
    requests: Sequence[ContactRequest],
) -> None:
    """Queue the email that tells `to` what they take over from `account`; `event_id` is the hand-over's audit row."""
    for row in requests:
        if row.candidate.recruiter_id == to.id:
            row.recruiter_notified_at = command.now  # this email tells `to` about it, so no other one has to
    messages.enqueue(
        command.session,
        kind=HAND_OVER,
        key=f"{HAND_OVER}:{event_id}",
        to_name=to.name,
        to_email=to.email,
        payload={
            "account": str(to.id),
            "from": str(account.id),
            "by": str(command.by.account_id) if command.by.account_id else None,
            "candidates": counts.candidates,
            "requests": counts.requests,
            "approvals": counts.approvals,
            "cards": counts.cards,
        },
        about_id=to.id,
        queue="now",
        due_at=command.now,
        now=command.now,
    )


def _recheck(session: Session, message: OutgoingMessage, _now: datetime) -> Send | Drop:
    account = accounts.find_active(session, uuid.UUID(message.payload["account"]))
    return Send({"account": account}) if account is not None else Drop("deactivated")


def _render(session: Session, message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    account: Account = values["account"]
    said = message.payload
    owner = accounts.find_active(session, uuid.UUID(said["by"])) if said["by"] else None
    return write_email(
        session,
        HAND_OVER,
        name=account.name,
        zone=account.time_zone,
        now=now,
        answers=owner,
        known_as="account",
        colleague=accounts.get_account(session, uuid.UUID(said["from"])).name,
        owner=first_name(owner.name) if owner else None,
        candidates=said["candidates"],
        requests=said["requests"],
        approvals=said["approvals"],
        cards=said["cards"],
        link=links.absolute_url(session, "/today"),
    )


KINDS = (MailKind(HAND_OVER, "recruiter", _recheck, _render),)
"""Registered by the application factory."""
