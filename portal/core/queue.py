"""Jobs in Redis say which agency has work of which kind; the rows in the database say what the work is."""

import logging
import uuid
from collections.abc import Iterable
from datetime import timedelta

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer
from rq.utils import now
from sqlalchemy.orm import Session

from portal.core import tenancy, transaction
from portal.core.services import services

NOW, DUE, SLOW = "now", "due", "slow"
QUEUES = (NOW, DUE, SLOW)
RUN_JOB = "portal.jobs.runner.run"
JOB_TIMEOUT_SECONDS = 270
"""Longer than a batch of emails: 15 s, a last email of 120 s, and as long again to record what became of it."""
JOB_TTL_SECONDS = 600

_log = logging.getLogger(__name__)


def get_queue(name: str, connection: Redis) -> Queue:
    """Return one of the three queues, with jobs as JSON."""
    return Queue(name, connection=connection, serializer=JSONSerializer, default_timeout=JOB_TIMEOUT_SECONDS)


def age_of_next(waiting: Queue) -> timedelta:
    """Return how long the job that is next in the queue has waited; zero for an empty one."""
    following = waiting.get_jobs(0, 1)
    enqueued_at = following[0].enqueued_at if following else None
    return now() - enqueued_at if enqueued_at else timedelta(0)


def enqueue(connection: Redis, name: str, works: Iterable[tuple[uuid.UUID, str]]) -> None:
    """Enqueue a job for each agency and kind of work, unless one waits already.

    So no queue grows by being asked again, and every agency takes the same turns, however much it has. A job that runs
    is none that waits: what came since it began is left to the next one.
    """
    waiting = get_queue(name, connection)
    known = {job_id.rpartition("-")[0] for job_id in waiting.get_job_ids()}
    for agency_id, job in works:
        work_id = f"{job}-{agency_id}"
        if work_id not in known:
            known.add(work_id)
            waiting.enqueue(
                RUN_JOB,
                args=(str(agency_id), job),
                job_id=f"{work_id}-{uuid.uuid4().hex[:8]}",  # RQ forgets a job by its id, so no two have the same
                result_ttl=0,
                failure_ttl=JOB_TTL_SECONDS,
            )


def enqueue_after_commit(session: Session, queue: str, job: str) -> None:
    """Enqueue `job` for the entered agency after the commit; if Redis is away, the next tick finds the rows instead."""
    agency_id, redis = tenancy.entered(session), services().redis
    if redis is None:
        return

    def deed() -> None:
        try:
            enqueue(redis, queue, [(agency_id, job)])
        except RedisError as error:
            _log.warning("the bell did not ring, the next tick will find the work: %s", type(error).__name__)

    transaction.after_commit(session, deed)
