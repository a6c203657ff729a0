"""Sending what is due: a batch over one connection, an outcome a mail, no lock held while a server is asked."""

import logging
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event
from time import monotonic

from sqlalchemy.exc import OperationalError, PendingRollbackError
from sqlalchemy.orm import Session

from portal.core import transaction
from portal.core.db import held
from portal.core.pieces import whole
from portal.messaging import actions, claims, together
from portal.messaging.build import Mail, build
from portal.messaging.circuit import Circuit
from portal.messaging.claims import Claimed
from portal.messaging.kinds import Drop, Wait, kind_of
from portal.messaging.models import Message
from portal.messaging.rules import Outcome, Sent
from portal.messaging.smtp import Line
from portal.messaging.together import Draft, Together

BATCH = 50
BATCH_SECONDS = 15.0
"""After so long no further mail is begun: the last may take all of SMTP's time-outs, and a job's time ends."""

AGAIN_SECONDS = 0.5
"""How soon an outcome that could not be recorded is tried to be recorded again."""

AWAY = (OperationalError, PendingRollbackError)
"""What is raised where the database is away or busy, or its connection was lost amid a transaction."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Way:
    """How mails of this process go out: from which mailbox and domain, over which line, by which clock.

    `circuit` is that of the server.
    """

    mailbox: Callable[[Session], str]
    domain: str
    line: Callable[[], Line]
    clock: Callable[[Session], datetime]
    circuit: Circuit = field(default_factory=Circuit)


_way: list[Way] = []


def use(way: Way) -> None:
    """Mails of this process go out this way."""
    _way[:] = [way]


def way() -> Way:
    """The way that mails of this process go out."""
    return _way[0]


def send_now(session: Session, _now: datetime) -> int:
    """A batch of the mails that somebody waits for is settled; returns how many."""
    return send(session, "now", _way[0])


def send_due(session: Session, _now: datetime) -> int:
    """A batch of the other due mails is settled; returns how many."""
    return send(session, "due", _way[0])


def send(session: Session, queue: str, way: Way, limit: int = BATCH) -> int:
    """Send a batch of the entered agency's due mails, each with its own outcome; return how many were claimed.

    A crash leaves at most the one mail in flight unknown: each is handed over and committed just before its turn.
    """
    if actions.paused(session) or way.circuit.is_open:
        return 0
    now = way.clock(session)
    token, claimed = claims.claim(session, queue, now, limit)
    transaction.commit(session, now)
    with held(session), way.line() as line:
        turns = _Turns(session, token, way, list(claimed))
        try:
            turns.take(line)
        except AWAY as error:
            _log.warning("the database went away amid a batch of mails: %s", type(error).__name__)
        finally:
            turns.record_last()
        turns.give_back_rest()
    return len(claimed)


@dataclass
class _Turns:
    """The mails of a claimed batch, one after the other: `rest` are those whose turn has not come.

    `last` is the mail that was given to the server, and its outcome, until that is committed; `recorded` says that the
    open transaction records it. `ahead` was written while the server was at the last one.
    """

    session: Session
    token: uuid.UUID
    way: Way
    rest: list[uuid.UUID]
    read: Together = field(default_factory=Together)
    last: tuple[uuid.UUID, Outcome] | None = None
    recorded: bool = False
    record_until: float = 0.0
    ahead: Draft | None = None

    def take(self, line: Line) -> None:
        """Offer each mail to the server, until all were, the time is up, or the server is in trouble."""
        self.read = _read(self.session, self.rest, self.way)
        until, now = monotonic() + BATCH_SECONDS, _begun(self.session, self.way)
        while self.rest and monotonic() < until and not self.way.circuit.is_open:
            mail = self._hand_over(self.rest[0], now)
            self._commit(now)
            message_id = self.rest.pop(0)
            if mail is not None:
                self.record_until = monotonic() + claims.LEASE.total_seconds()
                outcome = line.deliver(mail, self._looking_ahead(now))
                self.last = message_id, self.way.circuit.judge(outcome, mail.envelope_to.rpartition("@")[2])
            now = _begun(self.session, self.way)
        self._record(now)
        self._commit(now)

    def record_last(self) -> None:
        """Record the outcome of the last mail if that is still to be done, whatever else went wrong.

        While the database is away it is tried again, for as long as the lease lasts.
        """
        alone = False
        while self.last is not None:
            try:
                self._rollback()
                now = self.way.clock(self.session)
                self._record(now, alone=alone)
                self._commit(now)
            except claims.ClaimLost:
                self.last = None  # a commit that seemed to fail did not, or another worker knows better
            except AWAY:
                if monotonic() >= self.record_until:
                    raise
                Event().wait(AGAIN_SECONDS)
            except Exception:
                if alone:
                    raise
                _log.exception("what follows an outcome was not done: it is recorded without")
                alone = True

    def give_back_rest(self) -> None:
        """Let the mails whose turn has not come wait again in their place; they say so if the server is in trouble."""
        self._rollback()
        if self.rest:
            reason = self.way.circuit.reason if self.way.circuit.is_open else None
            now = self.way.clock(self.session)
            claims.release(self.session, self.rest, self.token, reason)
            self._commit(now)

    def _hand_over(self, message_id: uuid.UUID, now: datetime) -> Mail | None:
        """The bytes of the mail, marked as handed over; None when it does not go out now. The last is recorded."""
        if self.last is not None and self.last[1] != Sent():
            self._record(now)
        mail = self._as_read(message_id, now)
        if mail is None:
            self._record(now)
            mail = _prepare(self.session, message_id, self.token, self.way, now)
        return mail

    def _looking_ahead(self, now: datetime) -> Iterator[None]:
        """The following mail, if there is one, is written in pieces, where that can be done without a question."""
        for message_id in self.rest[:1]:
            with suppress(Exception):  # what is wrong with it shows when its turn comes
                self.ahead = yield from self.read.drafting(message_id, now)

    def _record(self, now: datetime, *, alone: bool = False) -> None:
        """Record the outcome of the last mail in the open transaction; `alone`: without what follows it."""
        if self.last is not None and not self.recorded:
            claims.settle(self.session, self.last[0], self.token, self.last[1], now, alone=alone)
            self.recorded = True

    def _commit(self, now: datetime) -> None:
        transaction.commit(self.session, now)
        if self.recorded:
            self.last, self.recorded = None, False

    def _rollback(self) -> None:
        transaction.rollback(self.session)
        self.recorded = False

    def _draft(self, message_id: uuid.UUID, now: datetime) -> Draft | None:
        ahead, self.ahead = self.ahead, None
        if ahead is not None and ahead.row.id == message_id and ahead.holds(now):
            return ahead
        return whole(self.read.drafting(message_id, now))

    def _as_read(self, message_id: uuid.UUID, now: datetime) -> Mail | None:
        """The mail as it was read with the others; None where it has to be decided on its own."""
        last_id = self.last[0] if self.last is not None and not self.recorded else None
        try:
            draft = self._draft(message_id, now)
            if draft is None:
                return None
            claimed = Claimed(message_id, draft.row.version, self.token, last_id)
            mail = claims.take(self.session, claimed, draft.subject, draft.stands, now, draft.mail.sealed)
        except claims.ClaimLost:
            raise
        except Exception as error:  # noqa: BLE001 - it is decided on its own, and what is wrong with it shows there
            _log.warning("a mail that was read with others is decided on its own", exc_info=error)
            self._rollback()
            return None
        self.recorded = self.last is not None
        return mail


def _begun(session: Session, way: Way) -> datetime:
    """The moment at which another transaction begins; where the connection was lost, on a new one."""
    try:
        return way.clock(session)
    except OperationalError:
        _log.warning("the database went away, and is asked again")
        transaction.rollback(session)
        return way.clock(session)


def _read(session: Session, claimed: Sequence[uuid.UUID], way: Way) -> Together:
    """What can be read of the whole batch; nothing, where that cannot be done: then each mail is read on its own."""
    now = way.clock(session)
    try:
        return together.read(session, claimed, way.mailbox(session), way.domain, now)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one mail, the others go out
        _log.warning("a batch of mails was not read together", exc_info=error)
        return Together()
    finally:
        transaction.rollback(session)


def _prepare(session: Session, message_id: uuid.UUID, token: uuid.UUID, way: Way, now: datetime) -> Mail | None:
    """The bytes of the mail, marked as handed over; None when it does not go out now."""
    message = claims.locked(session, message_id, token)
    if message is None:
        return None
    if message.not_after is not None and message.not_after <= now:
        claims.end(session, message, "lapsed", "not_in_time", now)
        return None
    try:
        with session.begin_nested():
            return _written(session, message, way, now)
    except OperationalError:
        _log.warning("the database was busy, or is gone: a mail of kind %s waits", message.kind)
        claims.give_back(session, message, now + claims.LEASE)
        return None
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one mail, the others go out
        error_id = uuid.uuid4().hex[:12]
        _log.error("%s: a mail of kind %s could not be written", error_id, message.kind, exc_info=error)
        claims.end(session, message, "failed", f"not_written {error_id}", now)
        return None


def _written(session: Session, message: Message, way: Way, now: datetime) -> Mail | None:
    """The bytes of the mail, if it is still wanted now; whatever is wrong with it is raised."""
    verdict = kind_of(message.kind).recheck(session, message, now)
    if isinstance(verdict, Drop):
        claims.end(session, message, "dropped", verdict.reason, now)
        return None
    if isinstance(verdict, Wait):
        claims.give_back(session, message, verdict.until)
        return None
    content = kind_of(message.kind).render(session, message, verdict.values, now)
    mail = build(message, content, mailbox=way.mailbox(session), domain=way.domain, now=now)
    claims.hand_over(session, message, content.subject, now)
    return mail
