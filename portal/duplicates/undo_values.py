"""What undoing a merge needs: column values as JSON and back again, and their deletion once it is too late."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Date, DateTime, Uuid, select
from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.candidates.models import CandidateMerge
from portal.contacts.models import ContactMerge
from portal.core.command import PORTAL, Command

UNDO_PERIOD = timedelta(days=30)
"""How long a merge can be undone, and so how long the data for that is kept (docs/rules.md#duplicates)."""
BATCH = 100
Merge = TypeVar("Merge", CandidateMerge, ContactMerge)


def to_json(value: Any) -> Any:
    """Return the value of a column as JSON holds it."""
    if isinstance(value, date):  # a moment, too
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def from_json(kind: Any, value: Any) -> Any:
    """Return the value that `to_json` was given, for a column of this type."""
    if value is None or not isinstance(kind, (Uuid, DateTime, Date)):
        return value
    if isinstance(kind, Uuid):
        return uuid.UUID(value)
    return datetime.fromisoformat(value) if isinstance(kind, DateTime) else date.fromisoformat(value)


def delete_expired(session: Session, model: type[Merge], action: str, now: datetime) -> int:
    """Delete the undo data of a batch of merges that can no longer be undone, and return how many."""
    due = session.scalars(
        select(model)
        .where(model.undo_until <= now)
        .order_by(model.undo_until)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    for row in due:
        row.undo_data = row.undo_until = None
        audit.record(Command(session, PORTAL, now), action, row)
    session.flush()
    return len(due)
