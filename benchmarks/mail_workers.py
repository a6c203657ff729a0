"""Emails per second by one, two, and four workers, each a process of its own, that share one agency's outbox."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import IO

from benchmarks import filling
from benchmarks.measuring import in_turn, line
from benchmarks.running import portal
from benchmarks.sink import sink
from portal.app import create_app
from portal.core import tenancy
from portal.jobs import runner
from portal.messaging import sending

WORKERS = (1, 2, 4)
DELAYS = (0, 20)
"""Milliseconds that the server takes for each email: none, so that only our own work counts, and a usual relay's."""


def run(
    emails: int = 400, rounds: int = 3, batch: int = sending.BATCH, counts: Sequence[int] = WORKERS
) -> Iterator[str]:
    """Yield the lines of this benchmark; each round sends so many reminders with each number of workers.

    A round has to be a whole number of batches of every worker.
    """
    with portal() as running:
        agency_id = filling.agency((emails * rounds * len(counts) + max(counts) * batch) * len(DELAYS))
        filling.due(agency_id)
        while runner.batch(agency_id, "reminders"):
            pass
        running.analyze()
        for delay in DELAYS:
            with sink(delay) as (server, port):
                yield (
                    f"workers: {emails:,} emails a round, one agency, batches of {batch}, to {server}, "
                    f"which takes {delay} ms more; {rounds} rounds"
                )
                variables = running.variables | {"SMTP_URL": f"smtp://127.0.0.1:{port}"}
                command = [sys.executable, "-m", __name__, str(agency_id), str(batch)]
                with _workers(command, variables, max(counts)) as workers:
                    _send(workers, 1)  # connections and templates are made once in the life of a worker
                    found = _rates(workers, counts, emails // batch, rounds)
            yield from (line(f"{count} worker{'s' * (count > 1)}", found[count], found[1], "one") for count in counts)


@dataclass(frozen=True)
class Worker:
    """A process that sends as many batches as its input says, and prints how many emails that were."""

    stdin: IO[str]
    stdout: IO[str]


def _rates(workers: Sequence[Worker], counts: Sequence[int], batches: int, rounds: int) -> dict[int, float]:
    """Return the emails per second by number of workers: the median of the rounds."""
    found: dict[int, list[float]] = {count: [] for count in counts}
    for count in in_turn(counts, rounds):
        started = perf_counter()
        sent = _send(workers[:count], batches // count)
        found[count].append(sent / (perf_counter() - started))
    return {count: median(measured) for count, measured in found.items()}


def _send(workers: Sequence[Worker], batches: int) -> int:
    """Let each of these workers send so many batches, all at the same time; return how many emails they sent."""
    for worker in workers:
        worker.stdin.write(f"{batches}\n")
        worker.stdin.flush()
    return sum(int(worker.stdout.readline()) for worker in workers)


@contextmanager
def _workers(command: Sequence[str], variables: Mapping[str, str], count: int) -> Iterator[list[Worker]]:
    """Start so many workers, wait until they are ready, and end them after the block."""
    with ExitStack() as stack:
        found = [stack.enter_context(_worker(command, variables)) for _ in range(count)]
        for worker in found:
            worker.stdout.readline()
        yield found


@contextmanager
def _worker(command: Sequence[str], variables: Mapping[str, str]) -> Iterator[Worker]:
    """Start a worker; it ends with its input."""
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env={**os.environ, **variables}, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Worker(process.stdin, process.stdout)


def _work(agency_id: uuid.UUID, batch: int) -> None:
    """Send as many batches as each line of the input says, and print how many emails that were."""
    with runner.jobs_context(create_app()):
        print("ready", flush=True)
        for asked in sys.stdin:
            print(sum(_batch(agency_id, batch) for _ in range(int(asked))), flush=True)


def _batch(agency_id: uuid.UUID, limit: int) -> int:
    """Send a batch as the job does; return how many emails that were."""
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        return sending.send(session, "due", sending.transport(), limit)


if __name__ == "__main__":
    _work(uuid.UUID(sys.argv[1]), int(sys.argv[2]))
