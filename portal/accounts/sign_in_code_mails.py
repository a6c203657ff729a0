"""The email with a code to sign in by: it goes at once, to whoever just asked for it."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.accounts import acting, rules, sign_in_codes
from portal.accounts.models import SignInCode
from portal.agencies import links
from portal.agencies.emails import write_email_to
from portal.messaging.kinds import Content, Drop, MailKind, Send
from portal.messaging.models import OutgoingMessage

PATH = "/sign-in/link/"


def _recheck(session: Session, message: OutgoingMessage, now: datetime) -> Send | Drop:
    found = select(SignInCode).where(SignInCode.id == uuid.UUID(message.payload["code"]))
    row = session.scalar(found.options(joinedload(SignInCode.account)))
    if row is None or sign_in_codes.state_of(row, now) != rules.CODE_OPEN:
        return Drop("link_replaced")
    if row.account is None or row.account.deactivated_at is not None:
        return Drop("deactivated")
    return Send({"row": row, "account": row.account})


def _render(session: Session, message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    row, account = values["row"], values["account"]
    code, link = sign_in_codes.secrets_of(row)
    content = write_email_to(
        session,
        message.kind,
        account,
        now=now,
        answers=acting.owner_for(session, account, now),
        known_as="account",
        code=code,
        link=links.absolute_url(session, PATH + link),
    )
    return content.with_secret_subject()


KINDS = (MailKind(sign_in_codes.KIND, "account", _recheck, _render),)
"""Registered by the application factory."""
