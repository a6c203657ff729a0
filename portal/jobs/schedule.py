"""The scheduler: RQ's cron rings for the tick once a minute, for `now` every two seconds, and outlives Redis."""

import logging
from threading import Event

from redis.client import Pipeline
from redis.exceptions import RedisError
from rq import Queue
from rq.cron import CronJob, CronScheduler
from rq.exceptions import StopRequested
from rq.utils import now

from portal.core import queue, timeouts
from portal.core.settings import Settings

TICK = "portal.jobs.tick.tick"
"""By name: what rings need not know what it rings for, and starts the sooner."""
TICK_SECONDS = 60
RING_NOW = "portal.jobs.tick.ring_now"
NOW_SECONDS = 2
"""What somebody waits for is accepted within 5 s of being due: up to two until it is seen, and the rest for sending."""
AGAIN_SECONDS = 1.0

_log = logging.getLogger(__name__)


class Scheduler(CronScheduler):  # type: ignore[misc, unused-ignore]
    """RQ's cron scheduler, its jobs enqueued as all of ours are: JSON, and soon forgotten."""

    def enqueue_jobs(self) -> list[CronJob]:
        due = [job for job in self.get_jobs() if job.should_run()]
        for job in due:
            _enqueue(queue.get_queue(job.queue_name, self.connection), job.func_name)
            job.set_enqueue_time(now())
        return due

    def register_death(self, pipeline: Pipeline | None = None) -> None:
        """With Redis away there is nobody to tell, and the reason it ends is the one to be heard."""
        try:
            super().register_death(pipeline)
        except RedisError as error:
            _log.info("the scheduler's end is not noted: %s", type(error).__name__)


def run_scheduler(settings: Settings, seconds: int = TICK_SECONDS) -> None:
    """The tick is rung for every minute (every `seconds`), what somebody waits for every two, until SIGTERM or SIGINT.

    The first time both at once.
    """
    with timeouts.redis_client(settings) as connection:
        scheduler = Scheduler(connection, logging_level=logging.WARNING)
        scheduler.get_jobs().append(CronJob(queue.DUE, func_name=TICK, interval=seconds))
        scheduler.get_jobs().append(CronJob(queue.NOW, func_name=RING_NOW, interval=NOW_SECONDS))
        try:
            while not _ended(scheduler):
                Event().wait(AGAIN_SECONDS)
        except StopRequested:
            _log.info("the scheduler was told to stop while Redis was away")


def _enqueue(waiting: Queue, function: str) -> None:
    """One such job waits: behind a worker that is busy or gone they do not pile up."""
    job_id = function.replace(".", "-")
    if job_id not in waiting.get_job_ids():
        waiting.enqueue(function, job_id=job_id, result_ttl=0, failure_ttl=queue.JOB_TTL_SECONDS, ttl=TICK_SECONDS)


def _ended(scheduler: Scheduler) -> bool:
    """Whether it ended because it was told to, and not because Redis is away."""
    try:
        scheduler.start()  # type: ignore[no-untyped-call]
    except RedisError as error:
        _log.warning("Redis is away, the scheduler tries again: %s", type(error).__name__)
        return False
    return True
