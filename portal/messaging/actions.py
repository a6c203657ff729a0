"""What is done about mails as rows: put, claimed, handed over, settled."""

import hashlib
import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Compiled, Dialect, Table, bindparam, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.core import queue as bell
from portal.core import tenancy
from portal.core.meanwhile import while_asked
from portal.messaging.kinds import Stands, kind_of
from portal.messaging.models import Message
from portal.messaging.rules import RETRY_AFTER, Next, Outcome, Sent, after

LEASE = timedelta(seconds=120)
"""Longer than all of SMTP's time-outs for one mail together; on the real clock, which no demo moves."""

APART_FROM, APART_BY = 2, timedelta(minutes=1)
"""From this try on, mails whose worker was gone come so far apart: each in a batch of its own."""

WORKER_GONE, WORKER_ENDED = "worker_gone", "worker_ended"
"""What became of a mail whose worker was gone: with it in its hands, or each time before."""

SEND = {"now": "mail_now", "due": "mail_due"}
T = TypeVar("T")
_log = logging.getLogger(__name__)
_REAL_NOW = func.clock_timestamp()

_outbox = cast(Table, Message.__table__)
_SETTLED = (
    update(_outbox)
    .where(_outbox.c.id == bindparam("last_id"), _outbox.c.claim_token == bindparam("of_token"))
    .where(or_(_outbox.c.state == "handed_over", _outbox.c.state == "unknown"))
    .values(state="sent", outcome=None, lease_until=None, finished_at=bindparam("at"))
    .returning(_outbox.c.kind)
)
_HANDED_OVER = (
    update(_outbox)
    .where(_outbox.c.id == bindparam("next_id"), _outbox.c.claim_token == bindparam("of_token"))
    .where(_outbox.c.state == "claimed", _outbox.c.version == bindparam("as_read"))
    .values(state="handed_over", subject=bindparam("saying"), handed_over_at=bindparam("at"))
    .values(lease_until=_REAL_NOW + LEASE)
    .returning(_outbox.c.id)
)


class ClaimLost(RuntimeError):
    """The row is no longer this worker's: its lease ran out, and somebody else settled it."""


@dataclass(frozen=True)
class Claimed:
    """A claimed mail whose turn it is, as it was read; `last_id` is the one before, if it was sent and not settled."""

    id: uuid.UUID
    version: int
    token: uuid.UUID
    last_id: uuid.UUID | None = None


@dataclass(frozen=True)
class NewMail:
    """A mail that is to wait in the outbox, once for its `key`.

    `queue` is `now` for what somebody waits for, rung right after the commit, or `due`.
    """

    kind: str
    key: str
    to_name: str
    to_email: str
    payload: dict[str, Any]
    queue: str
    due_at: datetime
    about_id: uuid.UUID | None = None
    not_after: datetime | None = None


def put(session: Session, *, now: datetime, **values: Any) -> Message:
    """A mail waits in the outbox, of the values of `NewMail`; with the key of one that stands, that one is returned."""
    mail = NewMail(**values)
    ids = put_all(session, [mail], now=now)
    return session.scalars(select(Message).where(Message.id == ids[mail.key])).one()


def put_all(session: Session, mails: Sequence[NewMail], *, now: datetime) -> dict[str, uuid.UUID]:
    """All of these wait in the outbox; returns their ids by key, those of mails that stood already too."""
    rows = [
        {item.name: getattr(mail, item.name) for item in fields(mail)} | {"message_id": _message_id(session, mail.key)}
        for mail in mails
    ]
    wanted = insert(Message).on_conflict_do_nothing(index_elements=["agency_id", "key"])
    made = session.execute(wanted.returning(Message.key, Message.id), rows).all() if rows else []
    found = dict(made)
    missing = [mail.key for mail in mails if mail.key not in found]
    if missing:
        stood = session.execute(select(Message.key, Message.id).where(Message.key.in_(missing))).all()
        found |= dict(stood)
    for queue in {mail.queue for mail in mails if mail.queue == "now" and mail.due_at <= now}:
        _ring(session, queue)
    return found


def cancel(session: Session, message: Message, reason: str, *, now: datetime) -> bool:
    """The mail does not go out; False when it is too late for that."""
    done = session.execute(
        update(Message)
        .where(Message.id == message.id, Message.state == "queued")
        .values(state="dropped", outcome=reason, finished_at=now)
        .returning(Message.id)
    ).first()
    session.expire(message)
    return done is not None


def claim(session: Session, name: str, now: datetime, limit: int) -> tuple[uuid.UUID, Sequence[uuid.UUID]]:
    """This worker's token, and the ids of the due mails it has claimed, the longest due first.

    The try is counted here, so that a mail which kills its worker does not come back for ever.
    """
    token = uuid.uuid4()
    waiting = (
        select(Message.id)
        .where(Message.state == "queued", Message.queue == name, Message.due_at <= now)
        .order_by(Message.due_at, Message.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = session.execute(
        update(Message)
        .where(Message.id.in_(waiting))
        .values(state="claimed", claim_token=token, lease_until=_REAL_NOW + LEASE, attempts=Message.attempts + 1)
        .returning(Message.id, Message.due_at)
    ).all()
    return token, [row.id for row in sorted(claimed, key=lambda row: (row.due_at, row.id))]


def locked(session: Session, message_id: uuid.UUID, token: uuid.UUID) -> Message | None:
    """The claimed mail under lock, with a new lease; None when this claim was lost."""
    return session.scalar(
        update(Message)
        .where(Message.id == message_id, Message.claim_token == token, Message.state == "claimed")
        .values(lease_until=_REAL_NOW + LEASE)
        .returning(Message)
        .execution_options(populate_existing=True)
    )


def hand_over(session: Session, message: Message, subject: str, now: datetime) -> None:
    """The mail is about to be given to its server: from here on its outcome may be unknown."""
    message.state, message.handed_over_at, message.subject = "handed_over", now, subject
    session.flush()


def take(
    session: Session, claimed: Claimed, subject: str, stands: Stands, now: datetime, build: Callable[[], T]
) -> T | None:
    """The claimed mail is handed over where it stands, and the last one settled as sent, by one statement.

    Returns what `build` has made of it meanwhile; None when it does not stand, or the claim was lost. Raises
    `ClaimLost` when that of the last one was, and what `build` does: then nothing may be committed.
    """
    values = {"next_id": claimed.id, "as_read": claimed.version, "last_id": claimed.last_id, "of_token": claimed.token}
    values |= {"saying": subject, "at": now, **stands.values}
    statement = _taking(stands.condition, session.connection().dialect)
    (last_kind, taken), built = while_asked(session, statement, values, build)
    if claimed.last_id is not None:
        _follow_sent(session, claimed.last_id, last_kind, now)
    return built if taken else None


@cache
def _taking(condition: ColumnElement[bool], dialect: Dialect) -> Compiled:
    settled, taken = _SETTLED.cte("settled"), _HANDED_OVER.where(condition).cte("taken")
    statement = select(select(settled.c.kind).scalar_subquery(), select(taken.c.id).scalar_subquery())
    return statement.compile(dialect=dialect)


def give_back(session: Session, message: Message, due_at: datetime) -> None:
    """The claimed mail waits again, and this was no try."""
    message.state, message.due_at = "queued", due_at
    message.claim_token = message.lease_until = None
    message.attempts -= 1
    session.flush()


def end(session: Session, message: Message, state: str, reason: str | None, now: datetime) -> None:
    """The claimed mail is `dropped`, `lapsed` or `failed`, and why."""
    message.state, message.outcome, message.finished_at = state, reason, now
    message.claim_token = message.lease_until = None
    session.flush()
    _settled(session, message, now)


def settle(session: Session, message_id: uuid.UUID, token: uuid.UUID, outcome: Outcome, now: datetime) -> Next:
    """The mail handed over by the holder of `token` ended so; raises `ClaimLost` when it is not theirs any more.

    Who still holds the token knows better than a reaper that called it unknown.
    """
    if isinstance(outcome, Sent):
        return _settle_sent(session, message_id, token, now)
    message = session.scalar(
        select(Message)
        .where(Message.id == message_id, Message.claim_token == token, Message.state.in_(("handed_over", "unknown")))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if message is None:
        raise ClaimLost(str(message_id))
    following = after(outcome, message.attempts, now)
    message.state, message.outcome, message.lease_until = following.state, following.code, None
    if following.due_at is not None:
        message.due_at, message.claim_token = following.due_at, None
    else:
        message.finished_at = now
    session.flush()
    _settled(session, message, now)
    return following


def _settle_sent(session: Session, message_id: uuid.UUID, token: uuid.UUID, now: datetime) -> Next:
    """What becomes of nearly every mail, by one statement."""
    values = {"last_id": message_id, "of_token": token, "at": now}
    _follow_sent(session, message_id, session.connection().scalar(_SETTLED, values), now)
    return after(Sent(), 0, now)


def _follow_sent(session: Session, message_id: uuid.UUID, kind: str | None, now: datetime) -> None:
    if kind is None:
        raise ClaimLost(str(message_id))
    if kind_of(kind).settled is not None:
        found = select(Message).where(Message.id == message_id).execution_options(populate_existing=True)
        _settled(session, session.scalars(found).one(), now)


def reap(session: Session, now: datetime) -> int:
    """Mails whose worker is gone wait again, or are unknown where they had been handed over; returns how many.

    One of them may be what kills workers: after two tries they come one by one, and after the last they have failed.
    """
    expired = session.scalars(
        select(Message)
        .where(Message.lease_until <= _REAL_NOW, Message.state.in_(("claimed", "handed_over")))
        .order_by(Message.id)
        .limit(500)
        .with_for_update(skip_locked=True)
    ).all()
    for place, message in enumerate(expired):
        message.lease_until = None
        if message.state == "handed_over":
            message.state, message.outcome, message.finished_at = "unknown", WORKER_GONE, now
        elif message.attempts > len(RETRY_AFTER):
            end(session, message, "failed", WORKER_ENDED, now)
        else:
            message.state, message.claim_token = "queued", None
            if message.attempts >= APART_FROM:
                message.due_at = now + place * APART_BY
    session.flush()
    return len(expired)


def paused(session: Session) -> bool:
    """Whether an operator has paused all sending."""
    return bool(session.scalar(text("select paused from ops.sending")))


def _settled(session: Session, message: Message, now: datetime) -> None:
    """What follows an outcome is done; where it fails, the outcome stands all the same."""
    follow = kind_of(message.kind).settled
    if follow is None:
        return
    try:
        with session.begin_nested():
            follow(session, message, now)
    except Exception as error:  # noqa: BLE001 - a mail that was accepted must not read as unknown
        _log.error(
            "%s: what follows a mail of kind %s was not done", uuid.uuid4().hex[:12], message.kind, exc_info=error
        )


def _ring(session: Session, name: str) -> None:
    bell.ring(session, name, SEND[name])


def _message_id(session: Session, key: str) -> str:
    """The same decision has the same Message-ID, whatever crashes (RFC 5322)."""
    agency_id = tenancy.entered(session)
    return hashlib.sha256(f"{agency_id}:{key}".encode()).hexdigest()[:40]
