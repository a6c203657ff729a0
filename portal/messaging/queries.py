"""Questions about the outbox."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.messaging.models import OutgoingMessage


def messages_about(session: Session, ids: Sequence[uuid.UUID]) -> Sequence[OutgoingMessage]:
    """Return the emails about these things, the newest first."""
    query = (
        select(OutgoingMessage)
        .where(OutgoingMessage.about_id.in_(ids))
        .order_by(OutgoingMessage.created_at.desc(), OutgoingMessage.id.desc())
    )
    return session.scalars(query).all()


def detached_copies(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, OutgoingMessage]:
    """Return detached copies of these emails as they are now, by id: no commit expires or changes them."""
    rows = session.execute(select(*OutgoingMessage.__table__.columns).where(OutgoingMessage.id.in_(ids)))
    return {row.id: OutgoingMessage(**row) for row in rows.mappings()}


def messages_in_states(states: Sequence[str]) -> Select[OutgoingMessage]:
    """Return the emails in these states, the newest first."""
    return (
        select(OutgoingMessage)
        .where(OutgoingMessage.state.in_(states))
        .order_by(OutgoingMessage.changed_at.desc(), OutgoingMessage.id.desc())
    )


def count_waiting(session: Session) -> int:
    """Return how many emails wait to be sent."""
    return session.scalars(select(func.count()).where(OutgoingMessage.state == "queued")).one()


@dataclass(frozen=True)
class WaitingMail:
    """How many emails were due and wait, and since when the oldest of them has, in UTC."""

    count: int
    oldest: datetime | None


def waiting_mail(session: Session, now: datetime) -> WaitingMail:
    """Return what waits in the agency; an email that is tried again has waited since it was first due."""
    first_due = func.coalesce(OutgoingMessage.first_due_at, OutgoingMessage.due_at)
    query = select(func.count(), func.min(first_due)).where(OutgoingMessage.state == "queued", first_due <= now)
    return WaitingMail(*session.execute(query).one())
