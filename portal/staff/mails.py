"""The one email to a colleague who takes work over, or from whom it is taken back."""

import uuid
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.agencies import links
from portal.agencies.emails import write_email
from portal.core.command import Command
from portal.messaging import actions as messages
from portal.messaging.kinds import Content, Drop, MailKind, Send
from portal.messaging.models import OutgoingMessage
from portal.names.rules import first_name
from portal.staff.models import HandOver
from portal.staff.rules import WorkloadCounts

HAND_OVER, TAKEN_BACK = "hand-over", "taken-back"


def enqueue_hand_over(command: Command, row: HandOver, to: Account, counts: WorkloadCounts) -> None:
    """Queue the email that tells `to` what they take over in this hand-over."""
    _enqueue(command, HAND_OVER, row.id, row.account_id, to, counts)


def enqueue_taken_back(
    command: Command, event_id: uuid.UUID, account: Account, to: Account, counts: WorkloadCounts
) -> None:
    """Queue the email that tells `to` what is with `account` again; `event_id` is the audit event of it."""
    _enqueue(command, TAKEN_BACK, event_id, account.id, to, counts)


def _enqueue(
    command: Command, kind: str, row_id: uuid.UUID, account_id: uuid.UUID, to: Account, counts: WorkloadCounts
) -> None:
    by = command.by.account_id
    messages.enqueue(
        command.session,
        kind=kind,
        key=f"{kind}:{row_id}:{to.id}",
        to_name=to.name,
        to_email=to.email,
        payload={
            "account": str(to.id),
            "from": str(account_id),
            "by": str(by) if by else None,
            **asdict(counts),
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
        message.kind,
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


KINDS = tuple(MailKind(kind, "recruiter", _recheck, _render) for kind in (HAND_OVER, TAKEN_BACK))
"""Registered by the application factory."""
