"""The mail servers that take no email: a row for each, which all processes share, and pages and `/readyz` read.

A row says until when no email is offered to the server (its circuit is open). It goes once the server takes an email.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.core import transaction
from portal.messaging.circuit_breaker import CircuitBreaker, open_seconds
from portal.messaging.rules import Outcome, Sent, code_of

_log = logging.getLogger(__name__)

_FIND = text(
    "select name, failing_since, code, openings, open_until > clock_timestamp() as is_open "
    "from ops.mail_servers where name = :name"
)
_FAILED = text(
    "insert into ops.mail_servers (name, failing_since, code, openings, open_until) "
    "values (:name, :now, :code, :openings, clock_timestamp() + :wait) on conflict (name) do update "
    "set code = excluded.code, openings = excluded.openings, open_until = excluded.open_until"
)
_TAKES_EMAIL = text("delete from ops.mail_servers where name = :name returning failing_since")
_WAITING = text("select queue, waiting, deferred, oldest from ops.mail_waiting()")


@dataclass(frozen=True)
class FailingServer:
    """A server that has taken no email since a moment, in UTC: `code` is what it did last, `openings` how often."""

    name: str
    failing_since: datetime
    code: str
    openings: int
    is_open: bool

    @property
    def host(self) -> str:
        """Return the server without its port."""
        return self.name.rpartition(":")[0]


@dataclass(frozen=True)
class WaitingInQueue:
    """How many emails were due and wait, how many of them are `deferred`, and since when the oldest was first due."""

    queue: str
    waiting: int
    deferred: int
    oldest: datetime


@dataclass
class WatchedServer:
    """A server during a batch: `was_failing` before it, and `not_taken` counts the codes of what it did not take."""

    name: str
    circuit: CircuitBreaker
    was_failing: bool
    not_taken: Counter[str] = field(default_factory=Counter)

    def judge(self, outcome: Outcome, address: str) -> Outcome:
        """Return what the outcome of the email to this address means, and count what was not taken."""
        judged = self.circuit.judge(outcome, address.rpartition("@")[2])
        if not isinstance(judged, Sent):
            self.not_taken[code_of(judged.code)] += 1
        return judged

    def record(self, session: Session, outcome: Outcome, now: datetime) -> None:
        """Record what the last outcome says about the server, in the open transaction."""
        if self.circuit.is_open:
            _record_failure(session, self.name, code_of(self.circuit.reason), now)
        elif self.was_failing and isinstance(outcome, Sent):
            _record_accepted(session, self.name)

    def log_not_taken(self) -> None:
        """Log a line for each code with which the server did not take emails of this batch, with their count."""
        for code, count in self.not_taken.items():
            fields = {"server": self.name, "code": code, "count": count}
            _log.warning("the mail server %s did not take %d of a batch (%s)", self.name, count, code, extra=fields)


def watch(session: Session, name: str, circuit: CircuitBreaker) -> WatchedServer | None:
    """Return the server for a batch; None while its circuit is open, whichever process opened it."""
    failing = find(session, name)
    if failing is not None and failing.is_open:
        return None
    circuit.close()
    return WatchedServer(name, circuit, failing is not None)


def find(session: Session, name: str) -> FailingServer | None:
    """Return the server if it is failing."""
    row = session.execute(_FIND, {"name": name}).one_or_none()
    return FailingServer(**row._mapping) if row else None  # noqa: SLF001 - how SQLAlchemy names it


def _record_failure(session: Session, name: str, code: str, now: datetime) -> None:
    """Open the server's circuit, for longer each time, and log that with what waits in all agencies."""
    before = find(session, name)
    openings = before.openings + 1 if before else 1
    wait = open_seconds(openings)
    values = {"name": name, "now": now, "code": code, "openings": openings, "wait": timedelta(seconds=wait)}
    session.execute(_FAILED, values)
    since = before.failing_since if before else now
    fields = {"server": name, "code": code, "count": count_waiting(session), "since": since.isoformat()}
    line = "the mail server %s takes no email (%s): asked again in %d s"
    transaction.after_commit(session, lambda: _log.warning(line, name, code, wait, extra=fields))


def _record_accepted(session: Session, name: str) -> None:
    """Record that the server takes email again; do nothing if it was not failing."""
    since: datetime | None = session.scalar(_TAKES_EMAIL, {"name": name})
    if since is not None:
        fields = {"server": name, "since": since.isoformat()}
        transaction.after_commit(
            session, lambda: _log.warning("the mail server %s takes email again", name, extra=fields)
        )


def count_waiting(session: Session) -> int:
    """Return how many emails of all open agencies were due and wait."""
    return sum(row.waiting for row in waiting(session))


def waiting(session: Session) -> Sequence[WaitingInQueue]:
    """Return what waits in all open agencies together, for each queue in which something does."""
    return [WaitingInQueue(**row._mapping) for row in session.execute(_WAITING)]  # noqa: SLF001 - SQLAlchemy's name
