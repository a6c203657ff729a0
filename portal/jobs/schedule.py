"""The scheduler: RQ's cron rings for the tick once a minute, and outlives Redis going away."""

import logging
from threading import Event

from redis import Redis
from redis.client import Pipeline
from redis.exceptions import RedisError
from rq.cron import CronJob, CronScheduler
from rq.exceptions import StopRequested
from rq.utils import now

from portal.core import queue
from portal.core.settings import Settings

TICK = "portal.jobs.tick.tick"
"""By name: what rings need not know what it rings for, and starts the sooner."""
TICK_SECONDS = 60
AGAIN_SECONDS = 1.0

_log = logging.getLogger(__name__)


class Scheduler(CronScheduler):  # type: ignore[misc, unused-ignore]
    """RQ's cron scheduler, its jobs enqueued as all of ours are: JSON, and soon forgotten."""

    def enqueue_jobs(self) -> list[CronJob]:
        due = [job for job in self.get_jobs() if job.should_run()]
        for job in due:
            waiting = queue.named(job.queue_name, self.connection)
            waiting.enqueue(job.func_name, result_ttl=0, failure_ttl=queue.KEPT_SECONDS, ttl=TICK_SECONDS)
            job.set_enqueue_time(now())
        return due

    def register_death(self, pipeline: Pipeline | None = None) -> None:
        """With Redis away there is nobody to tell, and the reason it ends is the one to be heard."""
        try:
            super().register_death(pipeline)
        except RedisError as error:
            _log.info("the scheduler's end is not noted: %s", type(error).__name__)


def run_scheduler(settings: Settings, seconds: int = TICK_SECONDS) -> None:
    """The tick is rung for every minute (every `seconds`), the first time at once, until SIGTERM or SIGINT."""
    with Redis.from_url(settings.redis_url or "") as connection:
        scheduler = Scheduler(connection, logging_level=logging.WARNING)
        scheduler.get_jobs().append(CronJob(queue.DUE, func_name=TICK, interval=seconds))
        try:
            while not _ended(scheduler):
                Event().wait(AGAIN_SECONDS)
        except StopRequested:
            _log.info("the scheduler was told to stop while Redis was away")


def _ended(scheduler: Scheduler) -> bool:
    """Whether it ended because it was told to, and not because Redis is away."""
    try:
        scheduler.start()
    except RedisError as error:
        _log.warning("Redis is away, the scheduler tries again: %s", type(error).__name__)
        return False
    return True
