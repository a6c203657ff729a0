"""The tick: which agencies have something due, and a ring for each. Two at once do no harm."""

import uuid
from collections import defaultdict
from collections.abc import Sequence

from flask import current_app
from redis import Redis
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.core import heartbeats, queue
from portal.jobs import runner
from portal.jobs.work import WORK

Due = tuple[uuid.UUID, str]

PASSES = 1000


def tick() -> None:
    """Whatever is due anywhere waits in its queue, and the tick has shown that it lives."""
    with runner.session() as session:
        heartbeats.beat(session, heartbeats.TICK)
        found = due(session)
        with Redis.from_url(current_app.config["SETTINGS"].redis_url) as connection:
            _ring(connection, found)


def due(session: Session) -> Sequence[Due]:
    """The agencies that have something due, and of which kind."""
    return [
        (row.agency_id, row.work) for row in session.execute(text("select agency_id, work from ops.agencies_due()"))
    ]


def run_due() -> int:
    """Everything that is due has run to its end, in this process; returns how much that was.

    What is due and cannot be done now, such as mail while sending is paused, is left as it is.
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


def _ring(connection: Redis, found: Sequence[Due]) -> None:
    """One job for each, unless one waits in the queue already: a stalled queue does not grow by the minute."""
    by_queue = defaultdict(list)
    for agency_id, work in found:
        by_queue[WORK[work].queue].append((agency_id, work))
    for name, wanted in by_queue.items():
        waiting = queue.named(name, connection)
        known = set(waiting.get_job_ids())
        for agency_id, work in wanted:
            job_id = f"{work}-{agency_id}"
            if job_id not in known:
                arguments = (str(agency_id), work)
                waiting.enqueue(queue.RUN, args=arguments, job_id=job_id, result_ttl=0, failure_ttl=queue.KEPT_SECONDS)
