"""The emails about accounts: an invitation, and a link to choose a new password."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.accounts import credentials
from portal.accounts.models import AccountToken
from portal.accounts.rules import STAFF
from portal.agencies import links
from portal.agencies import queries as agencies
from portal.agencies.rules import accent_color
from portal.messaging import templates
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
    about = {"until": row.expires_at, "zone": row.account.time_zone, "staff": row.account.role in STAFF, "link": link}
    return Send({"name": row.account.name, **about})


def _render(session: Session, message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    profile = agencies.profile(session)
    looks = {"agency": profile.name, "color": accent_color(profile.color), "locale": profile.locale}
    rendered = templates.render(message.kind, now=now, **looks, **values)
    return Content(rendered.subject, rendered.text, rendered.html, from_name=profile.name, known_as="account")


KINDS = tuple(MailKind(name, "account", _recheck, _render) for name in PATHS)
"""Registered by the application factory."""
