"""How long ended sign-ins and used links are kept: the audit log names a device by them, and an old link says so."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from portal.accounts.models import AccountToken, SignIn

RETENTION = timedelta(days=90)
"""How long after its end; `ops.agencies_due()` asks for the same."""
BATCH = 1000


def delete_expired(session: Session, now: datetime) -> int:
    """Delete a batch of the sign-ins and links that ended long ago, and return how many.

    An invitation that nobody used stays, because the People page says that it has expired.
    """
    is_done = or_(AccountToken.purpose != "invitation", AccountToken.used_at.is_not(None))
    return _delete(session, SignIn, now) + _delete(session, AccountToken, now, is_done)


def _delete(session: Session, model: Any, now: datetime, *which: ColumnElement[bool]) -> int:
    ended = select(model.id).where(model.expires_at <= now - RETENTION, *which).order_by(model.expires_at)
    ids = session.scalars(ended.limit(BATCH).with_for_update(skip_locked=True)).all()
    if ids:
        session.execute(delete(model).where(model.id.in_(ids)))
    return len(ids)
