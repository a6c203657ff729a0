"""Redis rings the bell: a job says which agency has work of which kind, and the rows say what the work is."""

import logging
import uuid

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy.orm import Session

from portal.core import tenancy, transaction

NOW, DUE, SLOW = "now", "due", "slow"
QUEUES = (NOW, DUE, SLOW)
RUN = "portal.jobs.runner.run"
JOB_SECONDS = 270
"""Longer than a batch of mails: 15 s, a last mail of 120 s, and as long again to record what became of it."""
KEPT_SECONDS = 600

_log = logging.getLogger(__name__)
_bell: list[Redis] = []


def hang(connection: Redis) -> None:
    """Whatever this process rings from now on goes to this Redis."""
    _bell[:] = [connection]


def take_down() -> None:
    """Nobody hears what this process rings for from now on: it does all of that itself."""
    _bell.clear()


def bell() -> Redis:
    """Where this process rings."""
    return _bell[0]


def named(name: str, connection: Redis) -> Queue:
    """One of the three queues, speaking JSON."""
    return Queue(name, connection=connection, serializer=JSONSerializer, default_timeout=JOB_SECONDS)


def enqueue(connection: Redis, queue: str, job: str, agency_id: uuid.UUID) -> None:
    """A worker will soon run `job` for the agency. Ringing twice is harmless: the rows are claimed."""
    named(queue, connection).enqueue(
        RUN, args=(str(agency_id), job), result_ttl=0, failure_ttl=KEPT_SECONDS, ttl=KEPT_SECONDS
    )


def ring(session: Session, queue: str, job: str) -> None:
    """After the commit, `job` is rung for the entered agency; with Redis away the next tick finds the rows instead."""
    agency_id = tenancy.entered(session)

    def deed() -> None:
        try:
            for connection in _bell:
                enqueue(connection, queue, job, agency_id)
        except RedisError as error:
            _log.warning("the bell did not ring, the next tick will find the work: %s", type(error).__name__)

    transaction.after_commit(session, deed)
