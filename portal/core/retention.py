"""Rows that are kept until a moment of their own, `kept_until`."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session


def delete_expired(session: Session, model: Any, now: datetime, limit: int) -> int:
    """Delete up to `limit` rows of the model whose `kept_until` has passed, oldest first, and return how many."""
    due = select(model.id).where(model.kept_until <= now).order_by(model.kept_until)
    ids = session.scalars(due.limit(limit).with_for_update(skip_locked=True)).all()
    if ids:
        session.execute(delete(model).where(model.id.in_(ids)))
    return len(ids)
