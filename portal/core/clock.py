"""The portal's one clock: the database's, plus the shift that a demo or a test has moved it by."""

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session


def now(session: Session) -> datetime:
    """The moment it is for the portal, aware, in UTC."""
    moment: datetime = session.execute(text("select ops.now()")).scalar_one()
    return moment


def advance(session: Session, by: timedelta) -> None:
    """The portal's clock stands `by` further ahead. Commits nothing."""
    session.execute(text("update ops.clock set shift = shift + :by"), {"by": by})
