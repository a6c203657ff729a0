"""Questions over the outbox."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.messaging.models import Message


def about(session: Session, ids: Sequence[uuid.UUID]) -> Sequence[Message]:
    """The mails about these things, the newest first."""
    query = select(Message).where(Message.about_id.in_(ids)).order_by(Message.created_at.desc(), Message.id.desc())
    return session.scalars(query).all()


def copies(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Message]:
    """These mails as they are now, by id, for as long as somebody keeps them: no commit makes them anew."""
    rows = session.execute(select(*Message.__table__.columns).where(Message.id.in_(ids)))
    return {row.id: Message(**row) for row in rows.mappings()}


def in_states(states: Sequence[str]) -> Select[Message]:
    """The mails in these states, the newest first."""
    return select(Message).where(Message.state.in_(states)).order_by(Message.changed_at.desc(), Message.id.desc())


def latest() -> Select[Message]:
    """Every mail, the newest first."""
    return select(Message).order_by(Message.created_at.desc(), Message.id.desc())


def counts(session: Session) -> dict[str, int]:
    """How many mails are in each state."""
    rows = session.execute(select(Message.state, func.count()).group_by(Message.state))
    return dict(rows.tuples())


def oldest_due(session: Session, now: datetime) -> datetime | None:
    """When the mail that has waited longest was due, None when none waits."""
    query = select(func.min(Message.due_at)).where(Message.state == "queued", Message.due_at <= now)
    return session.scalar(query)
