"""When a part of the program last showed that it runs, by the real clock, which no demo moves."""

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

TICK = "tick"

_BEAT = text(
    "insert into ops.heartbeats (name, at) values (:name, clock_timestamp()) "
    "on conflict (name) do update set at = excluded.at"
)
_AGE = text("select clock_timestamp() - at from ops.heartbeats where name = :name")


def beat(session: Session, name: str) -> None:
    """Record that the part runs now."""
    session.execute(_BEAT, {"name": name})


def age(session: Session, name: str) -> timedelta | None:
    """Return how long ago the part last recorded a heartbeat; None if it never did."""
    found: timedelta | None = session.execute(_AGE, {"name": name}).scalar()
    return found
