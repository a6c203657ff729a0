"""The workers: RQ's pool, with one queue for each process, so that no wave of jobs delays a sign-in email."""

import signal
from collections import Counter
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from time import monotonic
from types import FrameType
from typing import Any

from redis import Redis
from rq.serializers import JSONSerializer
from rq.timeouts import UnixSignalDeathPenalty
from rq.worker import SimpleWorker
from rq.worker_pool import ForkProcess, WorkerPool

from portal.app import create_app
from portal.core import queue
from portal.core.settings import Settings
from portal.core.subprocesses import die_with_parent
from portal.jobs import runner

GRACE_SECONDS = 25.0


class TimeIsUp(BaseException):
    """The job's time is up. It is no `Exception`, so that code that catches one row's error does not catch it."""


class TimeLimit(UnixSignalDeathPenalty):  # type: ignore[misc, unused-ignore]
    """RQ's time limit of a job."""

    def handle_death_penalty(self, _signum: int, _frame: FrameType | None) -> None:
        """Raise `TimeIsUp` in the middle of the job."""
        raise TimeIsUp(f"the job had its {self._timeout} seconds")


class Worker(SimpleWorker):  # type: ignore[misc, unused-ignore]
    """Runs jobs in its own process: a fork for each would cost three times the job."""

    max_connection_wait_time = 2.0
    death_penalty_class = TimeLimit


class Pool(WorkerPool):  # type: ignore[misc, unused-ignore]
    """A pool in which each worker has one queue, and each queue at least one worker."""

    def __init__(self, settings: Settings, connection: Redis, processes: int) -> None:
        super().__init__(
            queue.QUEUES, connection, num_workers=processes, worker_class=Worker, serializer=JSONSerializer
        )
        self._settings = settings
        self._queue_of: dict[str, str] = {}
        self._give_up_at: float | None = None

    def get_worker_process(self, name: str, *_options: Any, **_more: Any) -> BaseProcess:
        """Return a process for the queue that has the fewest."""
        served = Counter(self._queue_of[worker] for worker in self.worker_dict)
        self._queue_of[name] = min(queue.QUEUES, key=lambda candidate: served[candidate])
        arguments = (self._settings, self._queue_of[name], name, die_with_parent(signal.SIGTERM))
        return ForkProcess(target=work, args=arguments, name=f"portal worker {self._queue_of[name]}")

    def handle_dead_worker(self, worker_data: Any) -> None:
        super().handle_dead_worker(worker_data)
        self._queue_of.pop(worker_data.name, None)

    def request_stop(self, signum: Any = None, frame: Any = None) -> None:
        """Stop on the first request; the terminal and the supervisor may both send one, and the second is ignored."""
        if self._give_up_at is None:
            self._give_up_at = monotonic() + GRACE_SECONDS
            super().request_stop(signum, frame)  # type: ignore[no-untyped-call]

    def all_workers_have_stopped(self) -> bool:
        """Return whether all workers have ended.

        Kill those that did not in time: their leases expire, and others take over.
        """
        if self._give_up_at is not None and monotonic() > self._give_up_at:
            for data in self.worker_dict.values():
                data.process.kill()
        return bool(super().all_workers_have_stopped())


def run_workers(settings: Settings, processes: int) -> None:
    """Work on each queue until SIGTERM or SIGINT; replace a worker that dies.

    This process, which forks the workers, holds no database connection.
    """
    with Redis.from_url(settings.redis_url or "") as connection:
        Pool(settings, connection, processes).start(logging_level="WARNING")


def work(settings: Settings, name: str, worker: str, prepare: Callable[[], None]) -> None:
    """Run the jobs of one queue, until this process is stopped or its parent is gone."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    prepare()
    with runner.jobs_context(create_app(settings)), Redis.from_url(settings.redis_url or "") as connection:
        served = queue.get_queue(name, connection)
        Worker([served], name=worker, connection=connection, serializer=JSONSerializer).work(logging_level="WARNING")
