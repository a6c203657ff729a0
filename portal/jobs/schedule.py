"""The scheduler: RQ's cron enqueues the tick once a minute, and `ring_now` every two seconds.

It survives Redis outages.
"""

import logging
from threading import Event

from redis.client import Pipeline
from redis.exceptions import RedisError
from rq import Queue
from rq.cron import CronJob, CronScheduler
from rq.exceptions import StopRequested
from rq.utils import now

from portal.core import heartbeats, queue, timeouts
from portal.core.settings import Settings

TICK = "portal.jobs.tick.tick"
"""Named by path: the scheduler need not import the job, and starts sooner."""
TICK_SECONDS = 60
RING_NOW = "portal.jobs.tick.ring_now"
RUN_SLOW = "portal.jobs.tick.run_slow"
"""Shows that the queue for long work is worked off."""
NOW_SECONDS = 2
"""What a person waits for is sent within 5 s of being due: up to two until it is found, and the rest for sending."""
AGAIN_SECONDS = 1.0

_log = logging.getLogger(__name__)


class Scheduler(CronScheduler):  # type: ignore[misc, unused-ignore]
    """RQ's cron scheduler; it enqueues its jobs like all of ours: as JSON, and soon deleted."""

    def enqueue_jobs(self) -> list[CronJob]:
        self.connection.set(heartbeats.SCHEDULER_KEY, now().isoformat(), ex=heartbeats.SEEN_WITHIN)
        due = [job for job in self.get_jobs() if job.should_run()]
        for job in due:
            _enqueue(queue.get_queue(job.queue_name, self.connection), job.func_name)
            job.set_enqueue_time(now())
        return due

    def register_death(self, pipeline: Pipeline | None = None) -> None:
        """Register the scheduler's end; while Redis is away only log that, so that no error hides the reason."""
        try:
            super().register_death(pipeline)
        except RedisError as error:
            _log.info("the scheduler's end is not noted: %s", type(error).__name__)


def run_scheduler(settings: Settings, seconds: int = TICK_SECONDS) -> None:
    """Enqueue the tick every `seconds`, and `ring_now` every two seconds, until SIGTERM or SIGINT.

    The first time is at once for both.
    """
    with timeouts.redis_client(settings) as connection:
        scheduler = Scheduler(connection, logging_level=logging.WARNING)
        scheduler.get_jobs().append(CronJob(queue.DUE, func_name=TICK, interval=seconds))
        scheduler.get_jobs().append(CronJob(queue.SLOW, func_name=RUN_SLOW, interval=seconds))
        scheduler.get_jobs().append(CronJob(queue.NOW, func_name=RING_NOW, interval=NOW_SECONDS))
        try:
            while not _ended(scheduler):
                Event().wait(AGAIN_SECONDS)
        except StopRequested:
            _log.info("the scheduler was told to stop while Redis was away")


def _enqueue(waiting: Queue, function: str) -> None:
    """Enqueue the job unless one waits already: behind a busy or dead worker they do not pile up."""
    job_id = function.replace(".", "-")
    if job_id not in waiting.get_job_ids():
        waiting.enqueue(function, job_id=job_id, result_ttl=0, failure_ttl=queue.JOB_TTL_SECONDS, ttl=TICK_SECONDS)


def _ended(scheduler: Scheduler) -> bool:
    """Return whether it ended because of a signal, and not because Redis is away."""
    try:
        scheduler.start()  # type: ignore[no-untyped-call]
    except RedisError as error:
        _log.warning("Redis is away, the scheduler tries again: %s", type(error).__name__)
        return False
    return True
