"""What a worker does with the emails that it has claimed: hand over, record the outcome, release what is left."""

import logging
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from portal.core.db import lock_row
from portal.messaging import copies, outcome_counts
from portal.messaging.actions import log_outcome
from portal.messaging.kinds import Precondition, kind_of
from portal.messaging.models import OutgoingMessage
from portal.messaging.rules import RETRY_AFTER, Outcome, Sent, next_state

LEASE = timedelta(seconds=120)
"""Longer than all of SMTP's time-outs for one email together; on the real clock, which no demo moves."""

WORKER_GONE, WORKER_DIED, WORKER_ENDED = "worker_gone", "worker_died", "worker_ended"
"""When this email's worker was lost: after the hand-over; before it, so the email waits again; before it every time."""

_log = logging.getLogger(__name__)

_REAL_NOW = func.clock_timestamp()

_outbox = cast(Table, OutgoingMessage.__table__)
_SENT = (
    update(_outbox)
    .where(_outbox.c.id == bindparam("sent_id"), _outbox.c.claim_token == bindparam("of_token"))
    .where(or_(_outbox.c.state == "handed_over", _outbox.c.state == "unknown"))
    .values(state="sent", outcome=None, lease_until=None, finished_at=bindparam("at"))
    .returning(_outbox.c.kind, func.coalesce(_outbox.c.first_due_at, _outbox.c.due_at).label("first_due_at"))
)
_MARK_HANDED_OVER = (
    update(_outbox)
    .where(_outbox.c.id == bindparam("next_id"), _outbox.c.claim_token == bindparam("of_token"))
    .where(_outbox.c.state == "claimed", _outbox.c.version == bindparam("as_read"))
    .values(state="handed_over", subject=bindparam("saying"), handed_over_at=bindparam("at"))
    .values(lease_until=_REAL_NOW + LEASE)
    .returning(_outbox.c.agency_id, _outbox.c.id)
)


class ClaimLost(RuntimeError):
    """The row is no longer this worker's: its lease ran out, and another worker settled it."""


def claim(session: Session, name: str, now: datetime, limit: int) -> tuple[uuid.UUID, Sequence[uuid.UUID]]:
    """Claim up to `limit` due emails; return the token of this claim and their ids, the longest due first.

    An email may be what killed its worker: it is claimed alone, and after all others. The try is counted here,
    so that an email that kills its worker does not come back forever.
    """
    token = uuid.uuid4()
    claimed = _claim(session, token, name, now, limit, OutgoingMessage.outcome.is_distinct_from(WORKER_DIED))
    return token, claimed or _claim(session, token, name, now, 1, OutgoingMessage.outcome == WORKER_DIED)


def _claim(
    session: Session, token: uuid.UUID, name: str, now: datetime, limit: int, which: ColumnElement[bool]
) -> list[uuid.UUID]:
    # Materialized, for a planner that joins the subselect row by row would run it, and its LIMIT, once for each row.
    waiting = (
        select(OutgoingMessage.id)
        .where(OutgoingMessage.state == "queued", OutgoingMessage.queue == name, OutgoingMessage.due_at <= now, which)
        .order_by(OutgoingMessage.due_at, OutgoingMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("waiting")
        .prefix_with("materialized")
    )
    claimed = session.execute(
        update(OutgoingMessage)
        .where(OutgoingMessage.id.in_(select(waiting.c.id)))
        .values(
            state="claimed", claim_token=token, lease_until=_REAL_NOW + LEASE, attempts=OutgoingMessage.attempts + 1
        )
        .returning(OutgoingMessage.id, OutgoingMessage.due_at)
        .execution_options(synchronize_session=False)
    ).all()
    return [row.id for row in sorted(claimed, key=lambda row: (row.due_at, row.id))]


def lock_claimed(session: Session, message_id: uuid.UUID, token: uuid.UUID) -> OutgoingMessage | None:
    """Return the claimed email under lock, with a new lease; None when this claim was lost."""
    return session.scalar(
        update(OutgoingMessage)
        .where(
            OutgoingMessage.id == message_id, OutgoingMessage.claim_token == token, OutgoingMessage.state == "claimed"
        )
        .values(lease_until=_REAL_NOW + LEASE)
        .returning(OutgoingMessage)
        .execution_options(populate_existing=True)
    )


def hand_over_if_current(
    session: Session,
    message: OutgoingMessage,
    token: uuid.UUID,
    subject: str | None,
    now: datetime,
    *,
    precondition: Precondition | None = None,
    copy: Mapping[str, Any] | None = None,
) -> bool:
    """Mark the claimed email as handed over, by one statement; return whether it was still as it was read.

    `precondition` has to hold as well: while it is evaluated it locks what it is about. `copy` is kept of the email.
    From the commit on, the email's outcome may be unknown.
    """
    session.flush()
    values = {"next_id": message.id, "as_read": message.version, "of_token": token, "saying": subject, "at": now}
    statement = _MARK_HANDED_OVER
    if precondition is not None:
        statement = statement.where(precondition.condition)
        values |= precondition.values
    if copy is None:
        return session.connection().scalar(statement, values) is not None
    return session.connection().scalar(copies.keep_with(statement), {**values, **copy}) is not None


def release(session: Session, message: OutgoingMessage, due_at: datetime) -> None:
    """Let the claimed email wait again until `due_at`; this was no try."""
    message.state, message.due_at = "queued", due_at
    message.claim_token = message.lease_until = None
    message.attempts -= 1
    session.flush()


def release_until(session: Session, message_id: uuid.UUID, token: uuid.UUID, due_at: datetime, outcome: str) -> None:
    """Let the claimed email, if this claim still holds it, wait until its turn at `due_at`; this was no try."""
    first_due = func.coalesce(OutgoingMessage.first_due_at, OutgoingMessage.due_at)
    session.execute(
        update(OutgoingMessage)
        .where(
            OutgoingMessage.id == message_id, OutgoingMessage.claim_token == token, OutgoingMessage.state == "claimed"
        )
        .values(state="queued", claim_token=None, lease_until=None, attempts=OutgoingMessage.attempts - 1)
        .values(first_due_at=first_due, due_at=due_at, outcome=outcome)
        .execution_options(synchronize_session=False)
    )


def release_all(session: Session, ids: Sequence[uuid.UUID], token: uuid.UUID, outcome: str | None = None) -> None:
    """Let those of these emails that this claim still holds wait again in their place; this was no try.

    None of them may have been offered to a server. `outcome` is the code of what they wait for.
    """
    values: dict[str, Any] = {"state": "queued", "claim_token": None, "lease_until": None}
    values |= {"outcome": outcome} if outcome else {}
    session.execute(
        update(OutgoingMessage)
        .where(
            OutgoingMessage.id.in_(ids),
            OutgoingMessage.claim_token == token,
            OutgoingMessage.state.in_(("claimed", "handed_over")),
        )
        .values(attempts=OutgoingMessage.attempts - 1, **values)
        .execution_options(synchronize_session=False)
    )


def release_claimed(session: Session) -> None:
    """Let every claimed email of the agency wait again; its worker finds the claim lost, and hands none of them over.

    One that a worker has handed over already is recorded as usual.
    """
    session.execute(
        update(OutgoingMessage)
        .where(OutgoingMessage.state == "claimed")
        .values(state="queued", claim_token=None, lease_until=None, attempts=OutgoingMessage.attempts - 1)
        .execution_options(synchronize_session=False)
    )


def finish(session: Session, message: OutgoingMessage, state: str, reason: str | None, now: datetime) -> None:
    """Record that the claimed email is `dropped`, `lapsed` or `failed`, and why."""
    message.state, message.outcome, message.finished_at = state, reason, now
    message.claim_token = message.lease_until = None
    session.flush()
    _follow(session, message, now)


def record_outcome(
    session: Session, message_id: uuid.UUID, token: uuid.UUID, outcome: Outcome, now: datetime, *, alone: bool = False
) -> None:
    """Record how the email that the holder of `token` handed over ended; raise `ClaimLost` when it is not theirs.

    A worker that still holds the token knows better than `recover_expired`, which called it unknown. `alone`: nothing
    follows the outcome.
    """
    if isinstance(outcome, Sent):
        _record_sent(session, message_id, token, now, alone=alone)
        return
    message = session.scalar(
        select(OutgoingMessage)
        .where(
            OutgoingMessage.id == message_id,
            OutgoingMessage.claim_token == token,
            OutgoingMessage.state.in_(("handed_over", "unknown")),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if message is None:
        raise ClaimLost(str(message_id))
    following = next_state(outcome, message.attempts, now)
    message.state, message.outcome, message.lease_until = following.state, following.code, None
    if not following.is_try:
        message.attempts -= 1
    if following.due_at is not None:
        message.first_due_at = message.first_due_at or message.due_at
        message.due_at, message.claim_token, message.finished_at = following.due_at, None, None
    else:
        message.finished_at = now
    session.flush()
    _follow(session, message, now, alone=alone, is_try=following.is_try)


def _record_sent(session: Session, message_id: uuid.UUID, token: uuid.UUID, now: datetime, *, alone: bool) -> None:
    """Record what nearly every email ends with, by one statement; its row is loaded only where something follows."""
    sent = session.connection().execute(_SENT, {"sent_id": message_id, "of_token": token, "at": now}).one_or_none()
    if sent is None:
        raise ClaimLost(str(message_id))
    outcome_counts.count(session, sent.kind, "sent", now - sent.first_due_at)
    if kind_of(sent.kind).settled is not None:
        found = (
            select(OutgoingMessage).where(OutgoingMessage.id == message_id).execution_options(populate_existing=True)
        )
        _follow(session, session.scalars(found).one(), now, alone=alone)


def record_returned(session: Session, message: OutgoingMessage, outcome: str, now: datetime) -> None:
    """Record that an email which a server had accepted came back for good; what follows a failure follows."""
    lock_row(session, message)
    if message.state not in ("sent", "unknown"):
        return
    message.state, message.outcome = "failed", outcome
    session.flush()
    _follow(session, message, now)


def recover_expired(session: Session, now: datetime) -> int:
    """Recover emails that lost their worker: wait again, or count as unknown after a hand-over; return how many.

    One of them may be what kills workers: each goes alone from now on, and after the last try it has failed.
    """
    expired = session.scalars(
        select(OutgoingMessage)
        .where(OutgoingMessage.lease_until <= _REAL_NOW, OutgoingMessage.state.in_(("claimed", "handed_over")))
        .order_by(OutgoingMessage.id)
        .limit(500)
        .with_for_update(skip_locked=True)
    ).all()
    for message in expired:
        message.lease_until = None
        if message.state == "handed_over":
            message.state, message.outcome, message.finished_at = "unknown", WORKER_GONE, now
            _follow(session, message, now)
        elif message.attempts > len(RETRY_AFTER):
            finish(session, message, "failed", WORKER_ENDED, now)
        else:
            message.state, message.claim_token, message.outcome = "queued", None, WORKER_DIED
            log_outcome(session, message)
    session.flush()
    return len(expired)


def _follow(
    session: Session, message: OutgoingMessage, now: datetime, *, alone: bool = False, is_try: bool = True
) -> None:
    """Do what follows an outcome; where that fails, the outcome is kept all the same.

    What was no try is the server's failure, which is logged once for all that waits (`failing_servers`).
    """
    if message.state != "sent" and is_try:
        log_outcome(session, message)
    follow = kind_of(message.kind).settled
    if follow is None or alone:
        return
    try:
        with session.begin_nested():
            follow(session, message, now)
    except Exception as error:  # noqa: BLE001 - an accepted email must not be recorded as unknown
        _log.error(
            "%s: what follows a mail of kind %s was not done", uuid.uuid4().hex[:12], message.kind, exc_info=error
        )
