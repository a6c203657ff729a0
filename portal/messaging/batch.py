"""Sending what is due: a batch over one connection, an outcome a mail, no lock held while a server is asked."""

import logging
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.core import transaction
from portal.core.db import held
from portal.core.pieces import whole
from portal.messaging import actions, together
from portal.messaging.actions import Claimed
from portal.messaging.build import Mail, build
from portal.messaging.kinds import Drop, Wait, kind_of
from portal.messaging.models import Message
from portal.messaging.rules import Outcome, Sent, Unknown, Unreachable
from portal.messaging.smtp import TIMED_OUT, Line
from portal.messaging.together import Draft, Together

BATCH = 50
BATCH_SECONDS = 15.0
"""After so long no further mail is begun: the last may take all of SMTP's time-outs, and the job has 110 s."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Way:
    """How mails of this process go out: from which mailbox and domain, over which line, by which clock."""

    mailbox: Callable[[Session], str]
    domain: str
    line: Callable[[], Line]
    clock: Callable[[Session], datetime]


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
    """A batch of the entered agency's due mails is settled, each on its own; returns how many were claimed.

    A crash leaves at most the one mail in flight unknown: each is handed over and committed just before its turn.
    """
    if actions.paused(session):
        return 0
    now = way.clock(session)
    token, claimed = actions.claim(session, queue, now, limit)
    transaction.commit(session, now)
    until = monotonic() + BATCH_SECONDS
    with held(session), way.line() as line:
        turns = _Turns(session, token, way, _read(session, claimed, way))
        now = _begun(session, way)
        for place, message_id in enumerate(claimed):
            if monotonic() >= until:
                _give_back(session, claimed[place:], token, now)
                break
            mail = turns.hand_over(message_id, now)
            transaction.commit(session, now)
            ahead = turns.looking_ahead(claimed[place + 1 : place + 2], now)
            outcome = line.deliver(mail, ahead) if mail else None
            now = _begun(session, way)
            turns.ended(message_id, outcome, now)
            if _silent(outcome):
                _give_back(session, claimed[place + 1 :], token, now + actions.LEASE)
                break
        turns.settle_last(now)
        transaction.commit(session, now)
    return len(claimed)


@dataclass
class _Turns:
    """The mails of a batch, one after the other. `last_id` was sent: it is settled with whatever comes next.

    `ahead` was written while the server was at the last one.
    """

    session: Session
    token: uuid.UUID
    way: Way
    read: Together
    last_id: uuid.UUID | None = None
    ahead: Draft | None = None

    def looking_ahead(self, following: Sequence[uuid.UUID], now: datetime) -> Iterator[None]:
        """The following mail, if there is one, is written in pieces, where that can be done without a question."""
        for message_id in following:
            with suppress(Exception):  # what is wrong with it shows when its turn comes
                self.ahead = yield from self.read.drafting(message_id, now)

    def hand_over(self, message_id: uuid.UUID, now: datetime) -> Mail | None:
        """The bytes of the mail, marked as handed over; None when it does not go out now. The last one is settled."""
        mail = self._as_read(message_id, now)
        if mail is None:
            self.settle_last(now)
            mail = _prepare(self.session, message_id, self.token, self.way, now)
        return mail

    def ended(self, message_id: uuid.UUID, outcome: Outcome | None, now: datetime) -> None:
        """The mail ended so; None for one that was not handed over."""
        if isinstance(outcome, Sent):
            self.last_id = message_id
        elif outcome is not None:
            actions.settle(self.session, message_id, self.token, outcome, now)

    def settle_last(self, now: datetime) -> None:
        """Nothing is left to be settled."""
        if self.last_id is not None:
            actions.settle(self.session, self.last_id, self.token, Sent(), now)
            self.last_id = None

    def _draft(self, message_id: uuid.UUID, now: datetime) -> Draft | None:
        ahead, self.ahead = self.ahead, None
        if ahead is not None and ahead.row.id == message_id and ahead.holds(now):
            return ahead
        return whole(self.read.drafting(message_id, now))

    def _as_read(self, message_id: uuid.UUID, now: datetime) -> Mail | None:
        """The mail as it was read with the others; None where it has to be decided on its own."""
        try:
            draft = self._draft(message_id, now)
            if draft is None:
                return None
            claimed = Claimed(message_id, draft.row.version, self.token, self.last_id)
            mail = actions.take(self.session, claimed, draft.subject, draft.stands, now, draft.mail.sealed)
        except actions.ClaimLost:
            raise
        except Exception as error:  # noqa: BLE001 - it is decided on its own, and what is wrong with it shows there
            _log.warning("a mail that was read with others is decided on its own", exc_info=error)
            transaction.rollback(self.session)
            return None
        self.last_id = None
        return mail


def _begun(session: Session, way: Way) -> datetime:
    """The moment at which another transaction begins; where the connection was lost, on a new one."""
    try:
        return way.clock(session)
    except OperationalError:
        _log.warning("the database went away, and is asked again")
        transaction.rollback(session)
        return way.clock(session)


def _silent(outcome: Outcome | None) -> bool:
    """Whether nobody is there, or answers: with such a server each further mail would hang, or become unknown too."""
    return isinstance(outcome, Unreachable) or (isinstance(outcome, Unknown) and outcome.code == TIMED_OUT)


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
    message = actions.locked(session, message_id, token)
    if message is None:
        return None
    if message.not_after is not None and message.not_after <= now:
        actions.end(session, message, "lapsed", "not_in_time", now)
        return None
    try:
        with session.begin_nested():
            return _written(session, message, way, now)
    except OperationalError:
        _log.warning("the database was busy, or is gone: a mail of kind %s waits", message.kind)
        actions.give_back(session, message, now + actions.LEASE)
        return None
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one mail, the others go out
        error_id = uuid.uuid4().hex[:12]
        _log.error("%s: a mail of kind %s could not be written", error_id, message.kind, exc_info=error)
        actions.end(session, message, "failed", f"not_written {error_id}", now)
        return None


def _written(session: Session, message: Message, way: Way, now: datetime) -> Mail | None:
    """The bytes of the mail, if it is still wanted now; whatever is wrong with it is raised."""
    verdict = kind_of(message.kind).recheck(session, message, now)
    if isinstance(verdict, Drop):
        actions.end(session, message, "dropped", verdict.reason, now)
        return None
    if isinstance(verdict, Wait):
        actions.give_back(session, message, verdict.until)
        return None
    content = kind_of(message.kind).render(session, message, verdict.values, now)
    mail = build(message, content, mailbox=way.mailbox(session), domain=way.domain, now=now)
    actions.hand_over(session, message, content.subject, now)
    return mail


def _give_back(session: Session, rest: Sequence[uuid.UUID], token: uuid.UUID, due_at: datetime) -> None:
    """The rest of the batch waits until then, and this was no try of theirs."""
    for message_id in rest:
        message = actions.locked(session, message_id, token)
        if message is not None:
            actions.give_back(session, message, due_at)
