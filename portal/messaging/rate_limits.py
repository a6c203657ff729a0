"""Limits on how many emails of a kind enter the outbox, counted from its rows, so that it needs no other service."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.core import tenancy
from portal.core.rate_limits import INVITATIONS_OF_AGENCY, INVITATIONS_TO_ADDRESS, RateLimit, RateLimitReached
from portal.messaging.models import OutgoingMessage

LINK_MAIL_KINDS = ("invitation", "email-confirmation")
"""Emails with a link that go to an address someone typed; the limits of invitations count both."""


def refuse_link_mails_over_limit(session: Session, email: str, now: datetime) -> None:
    """Raise `RateLimitReached` where the address, or the agency as a whole, had as many of these emails as it may."""
    links, to = OutgoingMessage.kind.in_(LINK_MAIL_KINDS), email.lower()
    refuse_over_limit(session, INVITATIONS_OF_AGENCY, "all", links, now=now)
    refuse_over_limit(session, INVITATIONS_TO_ADDRESS, to, links, func.lower(OutgoingMessage.to_email) == to, now=now)


def refuse_over_limit(
    session: Session, limit: RateLimit, subject: Any, *which: ColumnElement[bool], now: datetime
) -> None:
    """Raise `RateLimitReached` where the outbox has as many emails of `which` as the limit allows.

    `subject` is what the limit counts for, such as the address. Two requests about it wait for each other, so that both
    cannot take the last one. An email that was stopped before it went out does not count.
    """
    name = f"{tenancy.entered(session)}:{limit.what}:{limit.each}:{subject}"
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
    recent = select(OutgoingMessage.created_at).where(
        OutgoingMessage.created_at > now - limit.within, OutgoingMessage.state != "dropped"
    )
    nth = recent.where(*which).order_by(OutgoingMessage.created_at.desc()).offset(limit.most - 1).limit(1)
    first = session.scalar(nth)
    if first is not None:
        raise RateLimitReached(limit, first + limit.within - now)
