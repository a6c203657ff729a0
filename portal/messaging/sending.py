"""Sending what is due: a batch of emails over one connection, one at a time, from the claim to the outcome.

1. Claim a batch, with a token and a lease, and commit.
2. Prefetch the facts of the whole batch by a fixed number of statements.
3. For each email: decide, write it, and hand it over by one statement that checks, under lock, that those facts are
   still current. Where they are not, or could not be prefetched, recheck the email under lock, and write that.
4. Commit, and only then talk to the mail server: it never waits under a lock, and a crash leaves at most one email
   unknown, which is never sent again by itself.
5. Record the outcome in the transaction that hands over the next email.
"""

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event
from time import monotonic
from typing import cast

from sqlalchemy.exc import OperationalError, PendingRollbackError
from sqlalchemy.orm import Session

from portal.core import transaction
from portal.core.db import pinned_connection
from portal.core.services import services
from portal.messaging import claims, copies, failing_servers, outcome_counts, pausing, prefetch, sending_rates
from portal.messaging.build import Mail, build_mail
from portal.messaging.circuit_breaker import CircuitBreaker
from portal.messaging.failing_servers import WatchedServer
from portal.messaging.kinds import Drop, Precondition, Send, Wait, kind_of
from portal.messaging.models import OutgoingMessage
from portal.messaging.prefetch import PrefetchedEmail
from portal.messaging.return_addresses import Sender
from portal.messaging.rules import Outcome, is_sample_address
from portal.messaging.smtp import SmtpConnection

BATCH = 50
BATCH_SECONDS = 15.0
"""No email is started after this time: the last may take all of SMTP's time-outs, and a job's time is limited."""

AGAIN_SECONDS = 0.5
"""How soon to try again to record an outcome that could not be recorded."""

AWAY = (OperationalError, PendingRollbackError)
"""What is raised where the database is away or busy, or its connection was lost amid a transaction."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Transport:
    """How the emails of an application go out: from which sender, to which server, by which clock.

    `circuit` is that server's circuit breaker in this process.
    """

    sender: Callable[[Session], Sender]
    connect: Callable[[], SmtpConnection]
    clock: Callable[[Session], datetime]
    circuit: CircuitBreaker = field(default_factory=CircuitBreaker)


def transport() -> Transport:
    """Return the transport of the application's emails."""
    return cast(Transport, services().transport)


def server_name() -> str:
    """Return the name of the mail server that emails go to."""
    return transport().connect().server.name


def sender_address(session: Session) -> str:
    """Return the address that the entered agency's emails come from."""
    return transport().sender(session).address


def send_now(session: Session, _now: datetime) -> int:
    """Send a batch of the emails that people are waiting for; return how many were claimed."""
    return send(session, "now", transport())


def send_due(session: Session, _now: datetime) -> int:
    """Send a batch of the other due emails; return how many were claimed."""
    return send(session, "due", transport())


def send(session: Session, queue: str, transport: Transport, limit: int = BATCH) -> int:
    """Send a batch of the entered agency's due emails, each with its own outcome; return how many were claimed."""
    connected = transport.connect()  # not before the first email
    server = failing_servers.watch(session, connected.server.name, transport.circuit)
    if server is None or pausing.paused(session):
        return 0
    now = transport.clock(session)
    token, claimed = claims.claim(session, queue, now, limit)
    waiting = sending_rates.keep_to_rates(session, queue, token, claimed, now)
    batch = ClaimedBatch(session, transport, transport.sender(session), token, waiting, server)
    transaction.commit(session, now)
    with pinned_connection(session), connected as connection:
        try:
            batch.send(connection)
        except AWAY as error:
            _log.warning("the database went away amid a batch of mails: %s", type(error).__name__)
        finally:
            batch.record_for_certain()
        batch.release_waiting()
    server.log_not_taken()
    outcome_counts.write(session)
    return len(claimed)


@dataclass
class ClaimedBatch:
    """A claimed batch: `waiting` are the emails whose turn has not come, `prefetched` what was read of them.

    `offered` is the email that was last given to the server and its outcome, until that is committed; `recorded` says
    that the open transaction records it.
    """

    session: Session
    transport: Transport
    sender: Sender
    token: uuid.UUID
    waiting: list[uuid.UUID]
    server: WatchedServer
    prefetched: dict[uuid.UUID, PrefetchedEmail] = field(default_factory=dict)
    offered: tuple[uuid.UUID, Outcome] | None = None
    recorded: bool = False
    record_until: float = 0.0

    def send(self, connection: SmtpConnection) -> None:
        """Offer each email to the server, until all were, the time is up, or the server is in trouble."""
        self._prefetch()
        until = monotonic() + BATCH_SECONDS
        while self.waiting and monotonic() < until and not self.server.circuit.is_open:
            now = self._begin()
            mail = self.hand_over(self.waiting[0], now)
            self._commit(now)
            message_id = self.waiting.pop(0)
            if mail is not None:
                self.record_until = monotonic() + claims.LEASE.total_seconds()
                self.offered = message_id, self.server.judge(connection.deliver(mail), mail.envelope_to)
        now = self._begin()
        self._record(now)
        self._commit(now)

    def record_for_certain(self) -> None:
        """Record the last outcome if that is still to be done, whatever else went wrong.

        While the database is away it is tried again, for as long as the lease lasts.
        """
        alone = False
        while self.offered is not None:
            try:
                self._rollback()
                now = self.transport.clock(self.session)
                self._record(now, alone=alone)
                self._commit(now)
            except claims.ClaimLost:
                self.offered = None  # a commit that seemed to fail did not, or another worker knows better
            except AWAY:
                if monotonic() >= self.record_until:
                    raise
                Event().wait(AGAIN_SECONDS)
            except Exception:
                if alone:
                    raise
                _log.exception("what follows an outcome was not done: it is recorded without")
                alone = True

    def release_waiting(self) -> None:
        """Release the emails whose turn has not come; they name the reason if the server is in trouble."""
        self._rollback()
        if self.waiting:
            reason = self.server.circuit.reason or None
            now = self.transport.clock(self.session)
            claims.release_all(self.session, self.waiting, self.token, reason)
            self._commit(now)

    def hand_over(self, message_id: uuid.UUID, now: datetime) -> Mail | None:
        """Record the last outcome, and hand over this email; return None when it does not go out now."""
        email = self.prefetched.get(message_id)
        if email is not None:
            try:
                self._record(now)
                mail = self._as_prefetched(email, now)
                if mail is not None:
                    return mail
            except claims.ClaimLost:
                raise
            except Exception as error:  # noqa: BLE001 - what is wrong with it shows in the recheck
                _log.warning("a mail that was read with others is decided on its own", exc_info=error)
                self._rollback()
        self._record(now)
        return self._rechecked(message_id, now)

    def _prefetch(self) -> None:
        """Read the facts of the batch; where that fails, each email is rechecked on its own."""
        now = self.transport.clock(self.session)
        try:
            self.prefetched = prefetch.read(self.session, self.waiting, now)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one email, the others go out
            _log.warning("a batch of mails was not read together", exc_info=error)
        finally:
            self._rollback()

    def _as_prefetched(self, email: PrefetchedEmail, now: datetime) -> Mail | None:
        """Hand over the email as its prefetched facts decide; return None when that takes a recheck."""
        verdict = None if _reason_to_drop(email.message, now) else email.facts.verdict(now)
        return self._write(email.message, verdict, now, email.facts.precondition) if verdict else None

    def _rechecked(self, message_id: uuid.UUID, now: datetime) -> Mail | None:
        """Lock the email, and hand it over as a recheck decides; return None when it does not go out now."""
        message = claims.lock_claimed(self.session, message_id, self.token)
        if message is None:
            return None
        reason = _reason_to_drop(message, now)
        if reason is not None:
            claims.finish(self.session, message, *reason, now)
            return None
        try:
            with self.session.begin_nested():
                verdict = kind_of(message.kind).recheck(self.session, message, now)
                if isinstance(verdict, Send):
                    return self._write(message, verdict, now)
        except OperationalError:
            _log.warning("the database was busy, or is gone: a mail of kind %s waits", message.kind)
            verdict = Wait(now + claims.LEASE)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one email, the others go out
            error_id = uuid.uuid4().hex[:12]
            _log.error("%s: a mail of kind %s could not be written", error_id, message.kind, exc_info=error)
            claims.finish(self.session, message, "failed", f"not_written {error_id}", now)
            return None
        if isinstance(verdict, Drop):
            claims.finish(self.session, message, "dropped", verdict.reason, now)
        else:
            claims.release(self.session, message, verdict.until)
        return None

    def _write(
        self, message: OutgoingMessage, verdict: Send, now: datetime, precondition: Precondition | None = None
    ) -> Mail | None:
        """Write the email and mark it as handed over; return None when it is no longer as it was read."""
        content = kind_of(message.kind).render(self.session, message, verdict.values, now)
        mail = build_mail(message, content, self.sender, now)
        subject = None if content.has_secret_subject else content.subject
        current = claims.hand_over_if_current(
            self.session,
            message,
            self.token,
            subject,
            now,
            precondition=precondition,
            copy=copies.values_to_keep(message, content, now),
        )
        return mail if current else None

    def _record(self, now: datetime, *, alone: bool = False) -> None:
        """Record the last outcome in the open transaction, once; `alone`: without what follows it."""
        if self.offered is not None and not self.recorded:
            claims.record_outcome(self.session, self.offered[0], self.token, self.offered[1], now, alone=alone)
            self.server.record(self.session, self.offered[1], now)
            self.recorded = True

    def _begin(self) -> datetime:
        """Return the moment of a new transaction; where the connection was lost, begin it on another one."""
        try:
            return self.transport.clock(self.session)
        except OperationalError:
            _log.warning("the database went away, and is asked again")
            self._rollback()
            return self.transport.clock(self.session)

    def _commit(self, now: datetime) -> None:
        transaction.commit(self.session, now)
        if self.recorded:
            self.offered, self.recorded = None, False

    def _rollback(self) -> None:
        transaction.rollback(self.session)
        self.recorded = False


def _reason_to_drop(message: OutgoingMessage, now: datetime) -> tuple[str, str] | None:
    """Return the state and outcome of an email that does not go out, whatever its kind says; None for the others."""
    if is_sample_address(message.to_email):
        return "dropped", "sample_data"
    return ("lapsed", "not_in_time") if _is_too_late(message, now) else None


def _is_too_late(message: OutgoingMessage, now: datetime) -> bool:
    return message.not_after is not None and message.not_after <= now
