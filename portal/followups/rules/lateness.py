"""When a step is late (docs/rules.md#reminders)."""

from datetime import datetime, timedelta

NOT_AVAILABLE = "not_available"
"""The reason code of a step that waits for contact info the recruiters could not get."""
LATE_AFTER = timedelta(hours=24)
"""How long after its due time a step becomes late if it is due as soon as it opens."""


def is_late(state: str, reason_code: str, opens_at: datetime, due_at: datetime, now: datetime) -> bool:
    """Return whether a step is open past its due time, or a day past it if it could not be done earlier.

    A step that waits for contact info that is not available is never late.
    """
    if state != "open" or reason_code == NOT_AVAILABLE:
        return False
    return late_from(opens_at, due_at) < now


def late_from(opens_at: datetime, due_at: datetime) -> datetime:
    """Return the moment after which an open step is late."""
    return due_at + (timedelta() if opens_at < due_at else LATE_AFTER)
