"""Emails per second by one, two, and four workers, each a process of its own, that share one agency's outbox."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import IO

from benchmarks import filling
from benchmarks.measuring import in_turn, line
from benchmarks.running import Portal, portal
from benchmarks.sink import sink
from portal.app import create_app
from portal.jobs import runner

WORKERS = (1, 2, 4)
DELAYS = (0, 20)
"""Milliseconds that the server takes for each email: none, so that only our own work counts, and a usual relay's."""

BATCH = 50
"""How many emails a job sends, as in `portal.messaging`; a round is a whole number of batches of every worker."""


def run(emails: int = 600, rounds: int = 3) -> Iterator[str]:
    """Yield the lines of this benchmark; each round sends so many reminders with each number of workers."""
    for delay in DELAYS:
        with sink(delay) as (server, port), portal(port) as running:
            agency_id = filling.agency(emails * rounds * len(WORKERS) + max(WORKERS) * BATCH)
            filling.due(agency_id)
            while runner.batch(agency_id, "reminders"):
                pass
            running.analyze()
            with _workers(running, agency_id) as workers:
                yield (
                    f"workers: {emails:,} emails a round, one agency, batches of {BATCH}, to {server}, "
                    f"which takes {delay} ms more; {rounds} rounds"
                )
                found = _rates(workers, emails, rounds)
        yield from (line(f"{count} worker{'s' * (count > 1)}", found[count], found[1], "one") for count in WORKERS)


@dataclass(frozen=True)
class Worker:
    """A process that sends as many batches as its input says, and prints how many emails that were."""

    stdin: IO[str]
    stdout: IO[str]


def _rates(workers: Sequence[Worker], emails: int, rounds: int) -> dict[int, float]:
    """Return the emails per second by number of workers: the median of the rounds."""
    found: dict[int, list[float]] = {count: [] for count in WORKERS}
    _send(workers, len(workers) * BATCH)  # connections and templates are made once in the life of a worker
    for count in in_turn(WORKERS, rounds):
        started = perf_counter()
        sent = _send(workers[:count], emails)
        found[count].append(sent / (perf_counter() - started))
    return {count: median(measured) for count, measured in found.items()}


def _send(workers: Sequence[Worker], emails: int) -> int:
    """Let these workers send so many emails at the same time; return how many they sent."""
    for worker in workers:
        worker.stdin.write(f"{emails // BATCH // len(workers)}\n")
        worker.stdin.flush()
    return sum(int(worker.stdout.readline()) for worker in workers)


@contextmanager
def _workers(running: Portal, agency_id: uuid.UUID) -> Iterator[list[Worker]]:
    """Start the workers, wait until they are ready, and end them after the block."""
    with ExitStack() as stack:
        found = [stack.enter_context(_worker(running, agency_id)) for _ in range(max(WORKERS))]
        for worker in found:
            worker.stdout.readline()
        yield found


@contextmanager
def _worker(running: Portal, agency_id: uuid.UUID) -> Iterator[Worker]:
    """Start a worker; it ends with its input."""
    command = [sys.executable, "-m", __name__, str(agency_id)]
    variables = os.environ | running.variables
    with subprocess.Popen(command, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Worker(process.stdin, process.stdout)


def _work(agency_id: uuid.UUID) -> None:
    """Send as many batches as each line of the input says, and print how many emails that were."""
    with runner.jobs_context(create_app()):
        print("ready", flush=True)
        for asked in sys.stdin:
            print(sum(runner.batch(agency_id, "mail_due") for _ in range(int(asked))), flush=True)


if __name__ == "__main__":
    _work(uuid.UUID(sys.argv[1]))
