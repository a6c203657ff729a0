"""Emails as rows before they are claimed (`claims`): enqueue and cancel them."""

import hashlib
import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.core import queue as job_queue
from portal.core import tenancy, transaction
from portal.messaging import outcome_counts
from portal.messaging.models import OutgoingMessage
from portal.messaging.rules import code_of

JOB_BY_QUEUE = {"now": "mail_now", "due": "mail_due"}
WARNED_STATES = ("failed", "unknown", "lapsed")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class NewMail:
    """An email to put into the outbox, once for its `key`.

    `queue` is `now` for an email that a person waits for, which wakes the sender right after the commit, or `due`.
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


def enqueue(session: Session, *, now: datetime, **values: Any) -> OutgoingMessage:
    """Queue an email with the values of `NewMail`; return it, or the one that already has its key."""
    mail = NewMail(**values)
    ids = enqueue_all(session, [mail], now=now)
    return session.scalars(select(OutgoingMessage).where(OutgoingMessage.id == ids[mail.key])).one()


class Recipient(Protocol):
    """Someone with a row of their own, whom an email is addressed to and is about: a colleague or a candidate."""

    @property
    def id(self) -> Any: ...

    @property
    def name(self) -> Any: ...

    @property
    def email(self) -> Any: ...


def enqueue_now(session: Session, to: Recipient, *, now: datetime, **values: Any) -> OutgoingMessage:
    """Queue an email that `to` waits for, with the other values of `NewMail`; return it as `enqueue` does."""
    addressed = {"to_name": to.name, "to_email": to.email, "about_id": to.id, "queue": "now", "due_at": now}
    return enqueue(session, now=now, **addressed | values)


def enqueue_all(session: Session, mails: Sequence[NewMail], *, now: datetime) -> dict[str, uuid.UUID]:
    """Queue all of these emails; return their ids by key, including those that were queued already."""
    rows = [
        {item.name: getattr(mail, item.name) for item in fields(mail)}
        | {"message_id": _message_id_for(session, mail.key)}
        for mail in mails
    ]
    wanted = insert(OutgoingMessage).on_conflict_do_nothing(index_elements=["agency_id", "key"])
    made = session.execute(wanted.returning(OutgoingMessage.key, OutgoingMessage.id), rows).all() if rows else []
    found = dict(made)
    missing = [mail.key for mail in mails if mail.key not in found]
    if missing:
        stood = session.execute(
            select(OutgoingMessage.key, OutgoingMessage.id).where(OutgoingMessage.key.in_(missing))
        ).all()
        found |= dict(stood)
    for queue in {mail.queue for mail in mails if mail.queue == "now" and mail.due_at <= now}:
        _enqueue_job(session, queue)
    return found


def redirect(message: OutgoingMessage, account_id: uuid.UUID, name: str, email: str) -> None:
    """Address the email to another account, for a recheck that finds that someone else is to get it now."""
    message.about_id, message.to_name, message.to_email = account_id, name, email


def cancel(session: Session, message: OutgoingMessage, reason: str, *, now: datetime) -> bool:
    """Cancel the email; return False when it is too late for that."""
    done = session.execute(
        update(OutgoingMessage)
        .where(OutgoingMessage.id == message.id, OutgoingMessage.state == "queued")
        .values(state="dropped", outcome=reason, finished_at=now)
        .returning(OutgoingMessage.id)
    ).first()
    session.refresh(message)
    if done is not None:
        log_outcome(session, message)
    return done is not None


def log_outcome(session: Session, message: OutgoingMessage) -> None:
    """Log and count what became of an email that was not sent, once that is committed: ids and codes only."""
    level = logging.WARNING if message.state in WARNED_STATES else logging.INFO
    outcome_counts.count(session, message.kind, message.state)
    line = message.id, message.kind, message.state, code_of(message.outcome or ""), message.attempts
    transaction.after_commit(session, lambda: _log.log(level, "mail %s of kind %s is %s (%s), tries: %d", *line))


def _enqueue_job(session: Session, name: str) -> None:
    job_queue.enqueue_after_commit(session, name, JOB_BY_QUEUE[name])


def _message_id_for(session: Session, key: str) -> str:
    """Return the Message-ID for this key: the same decision has the same one, whatever crashes (RFC 5322)."""
    agency_id = tenancy.entered(session)
    return hashlib.sha256(f"{agency_id}:{key}".encode()).hexdigest()[:40]
