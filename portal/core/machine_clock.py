"""The machine's own clock, for commands that know no database."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the machine's moment, aware, in UTC."""
    return datetime.now(UTC)
