"""Limits on how many emails of a kind enter the outbox, counted from its rows, so that it needs no other service."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from portal.core import tenancy
from portal.core.rate_limits import INVITATIONS_OF_AGENCY, INVITATIONS_TO_ADDRESS, RateLimit, RateLimitReached
from portal.messaging.models import OutgoingMessage

LINK_MAIL_KINDS = ("invitation", "email-confirmation")
"""Emails with a link that go to an address someone typed; the limits of invitations count both."""
_ARE_LINK_MAILS = OutgoingMessage.kind.in_(LINK_MAIL_KINDS)


def refuse_link_mails_over_limit(session: Session, email: str, now: datetime) -> None:
    """Raise `RateLimitReached` where the address, or the agency as a whole, had as many of these emails as it may."""
    links, to = _ARE_LINK_MAILS, email.lower()
    refuse_over_limit(session, INVITATIONS_OF_AGENCY, "all", links, now=now)
    refuse_over_limit(session, INVITATIONS_TO_ADDRESS, to, links, func.lower(OutgoingMessage.to_email) == to, now=now)


def lock_link_mails(session: Session) -> None:
    """Wait for whoever else sends such emails in the agency, until this transaction ends."""
    lock_count(session, INVITATIONS_OF_AGENCY, "all")


def link_mails_left(session: Session, now: datetime) -> int:
    """Return how many more of these emails the agency may send now."""
    limit = INVITATIONS_OF_AGENCY
    sent = session.scalar(select(func.count()).where(_counted(limit, now), _ARE_LINK_MAILS))
    return max(limit.most - (sent or 0), 0)


def addresses_over_limit(session: Session, emails: Collection[str], now: datetime) -> set[str]:
    """Return those of the addresses that had as many of these emails as one address may have."""
    limit, to = INVITATIONS_TO_ADDRESS, func.lower(OutgoingMessage.to_email)
    counted = select(to).where(_counted(limit, now), _ARE_LINK_MAILS, to.in_({email.lower() for email in emails}))
    over = set(session.scalars(counted.group_by(to).having(func.count() >= limit.most)))
    return {email for email in emails if email.lower() in over}


def refuse_over_limit(
    session: Session, limit: RateLimit, subject: Any, *which: ColumnElement[bool], now: datetime
) -> None:
    """Raise `RateLimitReached` where the outbox has as many emails of `which` as the limit allows.

    `subject` is what the limit counts for, such as the address. Two requests about it wait for each other, so that both
    cannot take the last one. An email that was stopped before it went out does not count.
    """
    lock_count(session, limit, subject)
    recent = select(OutgoingMessage.created_at).where(_counted(limit, now))
    nth = recent.where(*which).order_by(OutgoingMessage.created_at.desc()).offset(limit.most - 1).limit(1)
    first = session.scalar(nth)
    if first is not None:
        raise RateLimitReached(limit, first + limit.within - now)


def _counted(limit: RateLimit, now: datetime) -> ColumnElement[bool]:
    """Return whether an email still counts: an email that was stopped before it went out does not."""
    return and_(OutgoingMessage.created_at > now - limit.within, OutgoingMessage.state != "dropped")


def lock_count(session: Session, limit: RateLimit, subject: Any) -> None:
    """Wait for whoever else counts for the subject under this limit, until this transaction ends."""
    name = f"{tenancy.entered(session)}:{limit.what}:{limit.each}:{subject}"
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
