"""Whether all sending is paused, and why: one row that the tick and each batch of emails read first.

An operator pauses it (docs/operating.md#pausing).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

_PAUSE = text("update ops.sending set paused_at = ops.now(), reason = :reason where paused_at is null returning true")
_RELEASE = text("update ops.sending set paused_at = null, reason = null where paused_at is not null returning true")
_PAUSED = text(
    "select paused_at, reason from ops.sending where paused_at is not null "
    "union all select ops.now(), 'being restored' where not exists (select from ops.sending)"
)
"""Without a row the database was just restored: `portal restore` has not yet come to the emails to hold."""


@dataclass(frozen=True)
class SendingPause:
    """Since when no email goes out, and the reason in an operator's words."""

    since: datetime
    reason: str


def paused(session: Session) -> SendingPause | None:
    """Return the pause of all sending, None while emails go out."""
    row = session.execute(_PAUSED).one_or_none()
    return SendingPause(row.paused_at, row.reason) if row else None


def pause(session: Session, reason: str) -> bool:
    """Pause all sending; return False if it was paused already, and keep that pause.

    A batch that a worker has claimed goes on to its end, which takes seconds.
    """
    return bool(session.scalar(_PAUSE, {"reason": reason}))


def release(session: Session) -> bool:
    """Let emails go out again; return False if sending was not paused. The next tick finds what waits."""
    return bool(session.scalar(_RELEASE))
