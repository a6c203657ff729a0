"""The emails about two-step sign-in: each change of it, to its person, and to every owner after an operator's reset."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import acting, queries
from portal.accounts.models import Account
from portal.accounts.rules import OWNER
from portal.agencies import links
from portal.agencies.emails import write_email_to
from portal.core.command import Command
from portal.messaging import actions as messages
from portal.messaging.actions import NewMail
from portal.messaging.kinds import Content, Drop, MailKind, Send
from portal.messaging.models import OutgoingMessage

KIND = "two-step"
CHANGES = ("on", "off", "codes", "recovered", "reset")
ACCOUNT_PATH = "/me/account"


def enqueue(command: Command, event_id: uuid.UUID, account: Account, change: str) -> None:
    """Queue the email that tells of this change, one of `CHANGES`; `event_id` is its audit row."""
    by_operator = change == "reset" and command.by.account_id is None
    recipients = {account.id: account} | ({row.id: row for row in _owners(command.session)} if by_operator else {})
    payload = {
        "account": str(account.id),
        "change": change,
        "by": str(command.by.account_id) if command.by.account_id and command.by.account_id != account.id else None,
        "at": command.now.isoformat(),
    }
    messages.enqueue_all(
        command.session,
        [
            NewMail(
                kind=KIND,
                key=f"{KIND}:{event_id}:{row.id}",
                to_name=row.name,
                to_email=row.email,
                payload=payload | {"to": str(row.id)},
                about_id=account.id,
                queue="now",
                due_at=command.now,
            )
            for row in recipients.values()
        ],
        now=command.now,
    )


def _owners(session: Session) -> list[Account]:
    """Return every owner who can sign in."""
    active = select(Account).where(Account.role == OWNER, Account.deactivated_at.is_(None))
    return list(session.scalars(active.where(Account.accepted_at.is_not(None)).order_by(Account.id)))


def _recheck(session: Session, message: OutgoingMessage, _now: datetime) -> Send | Drop:
    to = queries.find_active(session, uuid.UUID(message.payload["to"]))
    return Send({"to": to}) if to is not None else Drop("deactivated")


def _render(session: Session, message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    said, to = message.payload, values["to"]
    by = queries.find_active(session, uuid.UUID(said["by"])) if said["by"] else None
    answers = by or acting.first_owner(session, now)
    account = queries.get_account(session, uuid.UUID(said["account"]))
    return write_email_to(
        session,
        KIND,
        to,
        now=now,
        answers=answers if answers and answers.id != to.id else None,
        known_as="account",
        change=said["change"],
        colleague=account.name if account.id != to.id else None,
        by=by.short_name if by else None,
        at=datetime.fromisoformat(said["at"]),
        link=links.absolute_url(session, ACCOUNT_PATH if account.id == to.id else f"/settings/people/{account.id}"),
    )


KINDS = (MailKind(KIND, "account", _recheck, _render),)
"""Registered by the application factory."""
