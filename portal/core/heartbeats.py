"""When a part of the program last showed that it runs, by the real clock, which no demo moves."""

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

SEEN_WITHIN = timedelta(minutes=3)
"""How long ago a part that runs all the time may have recorded its last heartbeat."""
SCHEDULER_KEY = "portal:scheduler"
"""The key in Redis that a running scheduler sets anew; it knows no database. It ends when nobody sets it."""

_BEAT = text(
    "insert into ops.heartbeats (name, at) values (:name, clock_timestamp()) "
    "on conflict (name) do update set at = excluded.at"
)
_ALL = text("select name, clock_timestamp() - at as age from ops.heartbeats")
_AGE = text("select clock_timestamp() - at from ops.heartbeats where name = :name")


def beat(session: Session, name: str) -> None:
    """Record that the part runs now."""
    session.execute(_BEAT, {"name": name})


def ages(session: Session) -> dict[str, timedelta]:
    """Return how long ago each part recorded its last heartbeat."""
    return {row.name: row.age for row in session.execute(_ALL)}


def age(session: Session, name: str) -> timedelta | None:
    """Return how long ago the part last recorded a heartbeat; None if it never did."""
    found: timedelta | None = session.execute(_AGE, {"name": name}).scalar()
    return found
