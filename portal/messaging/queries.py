"""Questions about the outbox."""

import uuid
from collections.abc import Sequence
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


def oldest_due_at(session: Session, now: datetime) -> datetime | None:
    """Return when the email that has waited longest was due, None when none waits."""
    query = select(func.min(OutgoingMessage.due_at)).where(
        OutgoingMessage.state == "queued", OutgoingMessage.due_at <= now
    )
    return session.scalar(query)
