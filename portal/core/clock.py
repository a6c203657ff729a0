"""The portal's one clock: the database's, plus the shift set by a demo or a test."""

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session


def now(session: Session) -> datetime:
    """Return the portal's current moment, aware, in UTC."""
    moment: datetime = session.execute(text("select ops.now()")).scalar_one()
    return moment


def advance(session: Session, by: timedelta) -> None:
    """Move the portal's clock further ahead by `by`; commit nothing."""
    session.execute(text("update ops.clock set shift = shift + :by"), {"by": by})
