"""The emails about accounts: an invitation, and a link to choose a new password."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.accounts import acting, credentials, queries
from portal.accounts.actions import TOKEN_LIFETIMES
from portal.accounts.models import Account, AccountToken
from portal.accounts.rules import STAFF
from portal.agencies import links
from portal.agencies.emails import write_email, write_email_to
from portal.messaging.kinds import Content, Drop, MailKind, Send
from portal.messaging.models import OutgoingMessage

PATHS = {"invitation": "/invitations/", "password": "/password/"}


def _recheck(session: Session, message: OutgoingMessage, now: datetime) -> Send | Drop:
    row = session.scalar(
        select(AccountToken)
        .where(AccountToken.id == uuid.UUID(message.payload["token"]))
        .options(joinedload(AccountToken.account))
    )
    if row is None or row.used_at is not None or row.expires_at <= now:
        return Drop("link_replaced")
    if row.account.deactivated_at is not None:
        return Drop("deactivated")
    link = links.absolute_url(session, PATHS[message.kind] + credentials.derived_token(str(row.id), row.token_hash))
    said = {"message": message.payload.get("message"), "writer": _writer(session, message)}
    return Send({"account": row.account, "until": row.expires_at, "link": link, **said})


def _writer(session: Session, message: OutgoingMessage) -> str | None:
    """Return who wrote the message of an invitation, None where there is none."""
    if message.payload.get("message") is None:
        return None
    return queries.get_account(session, uuid.UUID(message.payload["by"])).short_name


def _render(session: Session, message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    account: Account = values.pop("account")
    return write_email_to(
        session,
        message.kind,
        account,
        now=now,
        answers=acting.owner_for(session, account, now),
        known_as="account",
        staff=account.role in STAFF,
        **values,
    )


def preview_invitation(session: Session, name: str, zone: str, now: datetime) -> Content:
    """Return the invitation that a candidate with this name would get, with a link that leads nowhere."""
    until, owner = now + TOKEN_LIFETIMES["invitation"], acting.first_owner(session, now)
    return write_email(
        session,
        "invitation",
        name=name,
        zone=zone,
        locale=None,
        now=now,
        answers=acting.reader_as(owner) if owner else None,
        known_as="account",
        staff=False,
        until=until,
        link=links.absolute_url(session, PATHS["invitation"] + "…"),
        message=None,
        writer=None,
    )


KINDS = tuple(MailKind(name, "account", _recheck, _render) for name in PATHS)
"""Registered by the application factory."""
