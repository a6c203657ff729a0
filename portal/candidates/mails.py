"""The emails about a new address: the new one is asked to confirm it, the old one is notified."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts import acting, email_changes
from portal.accounts.email_changes import CONFIRM, NOTICE
from portal.accounts.models import Account, EmailChange
from portal.agencies import links
from portal.agencies.emails import write_email_to
from portal.candidates.email_changes import candidate_of
from portal.messaging.kinds import Content, Drop, MailKind, Send
from portal.messaging.models import OutgoingMessage

PATH, ACCOUNT_PATH = "/email-changes/", "/me/account"


def _recheck(session: Session, message: OutgoingMessage, now: datetime) -> Send | Drop:
    row = email_changes.find_change(session, uuid.UUID(message.payload["change"]))
    replaced = row is None or message.payload["link_until"] != row.expires_at.isoformat()
    if row is None or row.is_closed or replaced or row.expires_at <= now:
        return Drop("link_replaced")
    return Send({"change": row})


def _recheck_notice(session: Session, message: OutgoingMessage, _now: datetime) -> Send | Drop:
    row = email_changes.find_change(session, uuid.UUID(message.payload["change"]))
    return Send({"change": row}) if row is not None and row.canceled_at is None else Drop("link_replaced")


def _render(session: Session, message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    row: EmailChange = values["change"]
    account: Account = row.account
    candidate = candidate_of(session, account)
    answers = acting.reply_reader(session, candidate, now) if candidate else acting.first_owner(session, now)
    return write_email_to(
        session,
        message.kind,
        account,
        now=now,
        answers=answers if answers and answers.email != account.email else None,
        known_as="account",
        is_own=row.is_own,
        new_email=row.new_email,
        account_link=links.absolute_url(session, ACCOUNT_PATH),
        link=links.absolute_url(session, PATH + email_changes.link_token(str(row.id), row.expires_at)),
        until=row.expires_at,
    )


KINDS = (MailKind(CONFIRM, "account", _recheck, _render), MailKind(NOTICE, "account", _recheck_notice, _render))
"""Registered by the application factory."""
