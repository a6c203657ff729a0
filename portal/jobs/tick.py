"""The tick: find which agencies have something due, and enqueue a job for each. Two at once do no harm."""

import uuid
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.core import heartbeats, queue
from portal.core.services import services
from portal.jobs import runner
from portal.jobs.work import WORK
from portal.messaging import actions as messages

Due = tuple[uuid.UUID, str]

PASSES = 1000
SENDING = tuple(messages.JOB_BY_QUEUE.values())
_DUE = text(
    "select due.agency_id, due.work, agency.suspended_at is null as is_open "
    "from ops.agencies_due() due join ops.agencies agency on agency.id = due.agency_id "
    "where due.work <> all (:sending) or exists (select from ops.sending where paused_at is null)"
)


def tick() -> None:
    """Enqueue a job for everything that is due, and record the tick's heartbeat."""
    with runner.waits_for_the_database("the tick"), runner.session() as session:
        heartbeats.beat(session, queue.DUE)
        _ring(due(session))


def ring_now() -> None:
    """Enqueue jobs for what a person waits for and is due, such as a note past its undo.

    It queries the rows, so an undo, a moved clock, and an erased Redis need no handling of their own.
    """
    with runner.waits_for_the_database("ringing"), runner.session() as session:
        heartbeats.beat(session, queue.NOW)
        _ring([(agency_id, work) for agency_id, work in due(session) if WORK[work].queue == queue.NOW])


def run_slow() -> None:
    """Record that the queue for long work is worked off."""
    with runner.waits_for_the_database("the queue slow"), runner.session() as session:
        heartbeats.beat(session, queue.SLOW)


def due(session: Session) -> Sequence[Due]:
    """Return the agencies that have something due, each with the kind of work.

    Suspended ones have only what runs all the same; while sending is paused, no agency has email to send.
    """
    return [
        (row.agency_id, row.work)
        for row in session.execute(_DUE, {"sending": list(SENDING)})
        if row.is_open or WORK[row.work].runs_while_suspended
    ]


def run_due() -> int:
    """Run everything that is due to its end, in this process; return how much was done.

    What is due and cannot be done now, such as email while its server is in trouble, is left as it is.
    """
    total = 0
    for _ in range(PASSES):
        with runner.session() as session:
            found = due(session)
        done = sum(runner.batch(agency_id, work) for agency_id, work in found)
        total += done
        if not done:
            return total
    raise RuntimeError(f"after {PASSES} passes there is still work: {found}")


def _ring(found: Sequence[Due]) -> None:
    """Enqueue one job for each, unless one waits in the queue already: a stalled queue does not grow by the minute."""
    redis, by_queue = services().redis, defaultdict(list)
    if redis is None:
        return
    for agency_id, work in found:
        by_queue[WORK[work].queue].append((agency_id, work))
    for name, wanted in by_queue.items():
        queue.enqueue(redis, name, wanted)
