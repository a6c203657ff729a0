"""From due to accepted: real workers decide on reminders, and write and send them; and a morning's peak at 08:00."""

import smtplib
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from statistics import median, quantiles
from threading import Event
from time import perf_counter

from rq import Worker
from sqlalchemy import extract, select

from benchmarks import filling
from benchmarks.running import Portal, portal
from benchmarks.sink import sink
from portal.core import clock, queue, tenancy
from portal.core.services import services
from portal.core.subprocesses import ManagedProcess
from portal.jobs import runner, tick
from portal.messaging.models import OutgoingMessage

WORKERS = (1, 2, 4)
AGENCIES, EACH = 8, 100
"""How many agencies have something due at once, and how many emails each: workers share agencies, not their batches."""
PEAK = 20_000
POLL_SECONDS = 0.5
BODY = "Dana, how did your interview at Hooli Paper go? Answer four short questions while it is fresh. " * 20
Agencies = Sequence[uuid.UUID]


def run(counts: Sequence[int] = WORKERS, agencies: int = AGENCIES, each: int = EACH) -> Iterator[str]:
    """Yield a line for each number of workers, beside a library that sends as many to the same server."""
    with sink() as (_, port), portal(port) as running:
        made = {count: _filled(agencies, each) for count in counts}
        running.analyze()
        for count in counts:
            library = _library_rate(port, agencies * each)
            with _workers(running, count):
                seconds, _ = _delivered(made[count], each)
            rate = agencies * each / seconds
            yield f"delivery workers={count} per_second={rate:.1f} library={library:.1f} ratio={rate / library:.2f}"


def run_peak(emails: int = PEAK, agencies: int = 50, workers: int = 2) -> Iterator[str]:
    """Yield one line: so many emails due at one moment, and how long after it they were accepted, in seconds.

    `floor` is what the library takes for all of them, the last included.
    """
    with sink() as (_, port), portal(port) as running:
        made = _filled(agencies, emails // agencies)
        running.analyze()
        library = _library_rate(port, min(emails, 1_000))
        with _workers(running, workers):
            _, waits = _delivered(made, emails // agencies)
        last = quantiles(waits, n=100)[-1]
        yield (
            f"peak emails={emails} agencies={agencies} workers={workers} p50={median(waits):.1f} p99={last:.1f} "
            f"floor={emails / library:.1f}"
        )


def _filled(agencies: int, each: int) -> list[uuid.UUID]:
    return [filling.agency(each) for _ in range(agencies)]


def _delivered(agencies: Agencies, each: int) -> tuple[float, list[float]]:
    """Make everyone due, and return how long all took, and each email from then until it was accepted, in seconds."""
    for agency_id in agencies:
        filling.due(agency_id)
    with runner.session() as session:
        began = clock.now(session)
    started, pause = perf_counter(), Event()
    tick.tick()
    while len(waits := [wait for agency_id in agencies for wait in _accepted(agency_id, began)]) < each * len(agencies):
        pause.wait(POLL_SECONDS)
        tick.tick()
    return perf_counter() - started, waits


def _accepted(agency_id: uuid.UUID, since: datetime) -> Sequence[float]:
    """Return after how many seconds each of the agency's emails was accepted."""
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        took = extract("epoch", OutgoingMessage.finished_at - since)
        found = session.scalars(select(took).where(OutgoingMessage.state == "sent")).all()
        return [float(seconds) for seconds in found]


def _library_rate(port: int, emails: int) -> float:
    """Return how many emails a second `EmailMessage` and `smtplib` build and send over one connection."""
    started = perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as connection:
        for number in range(emails):
            message = EmailMessage()
            message["From"], message["To"] = "Hooli <mcgrath@mail.example>", f"Dana Ruiz <dana{number}@example.org>"
            message["Subject"] = "How did your interview go?"
            message.set_content(BODY)
            message.add_alternative(f"<p>{BODY}</p>", subtype="html")
            connection.send_message(message)
    return emails / (perf_counter() - started)


@contextmanager
def _workers(running: Portal, due: int) -> Iterator[None]:
    """Run `portal worker` for the block, with so many workers of the queue `due` and one of each other queue."""
    processes = due * len(queue.QUEUES)
    command = [sys.executable, "-m", "portal", "worker", f"--processes={processes}"]
    pool = ManagedProcess("worker", command, log=running.settings.var / "worker.log", variables=running.variables)
    pool.start()
    try:
        while Worker.count(connection=services().redis) < processes:
            Event().wait(POLL_SECONDS)
        yield
    finally:
        pool.stop()
