"""Importing candidates: rows per second and memory of the workers, and what others wait for in the meantime."""

import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import perf_counter

import psutil

from benchmarks import large_agency
from benchmarks.asking import Browser
from benchmarks.large_agency import EMAILS, PASSWORD
from benchmarks.meanwhile import Page, compared, mailed, measured
from benchmarks.running import Portal, portal
from benchmarks.serving import served
from benchmarks.sink import sink
from portal.agencies import queries as agencies
from portal.core import clock, tenancy
from portal.core.command import OPERATOR, Command
from portal.core.subprocesses import ManagedProcess
from portal.imports import actions, queries
from portal.imports.actions import ImportOptions
from portal.imports.rules import CHECKING, DONE, READY, STATES
from portal.jobs import runner
from portal.sample.names import CANDIDATES

SIZES = (1_000, 100_000)
BESIDE = 1_000
"""How many candidates the importing agency has before, and another one that looks at its pages meanwhile."""

SERVER = ["-m", "portal", "web", "--workers=1", "--threads=1"]
PAGES = {"today": "/today", "candidates": "/candidates"}
IDLE_SECONDS = 10.0
POLL_SECONDS = 0.1


def run(sizes: Sequence[int] = SIZES, beside: int = BESIDE, idle: float = IDLE_SECONDS) -> Iterator[str]:
    """Yield the lines of this benchmark: each size into an agency of its own, by workers of its own."""
    with sink() as (_, smtp_port), portal(smtp_port) as running, served(running, SERVER) as web_port:
        hosts = {name: large_agency.filled(beside, running.analyze).host for name in ("other", *map(str, sizes))}
        for size in sizes:
            pages = [*_pages(web_port, "own", hosts[str(size)]), *_pages(web_port, "other", hosts["other"])]
            with _workers(running) as pool:
                yield from _lines(running, pool, size, _agency(hosts[str(size)]), _agency(hosts["other"]), pages, idle)


def _lines(
    running: Portal,
    pool: ManagedProcess,
    size: int,
    agency_id: uuid.UUID,
    other_id: uuid.UUID,
    pages: Sequence[Page],
    idle: float,
) -> Iterator[str]:
    """Yield what importing a file of this size took, and meanwhile the pages and the other agency's emails."""
    file = Path(running.variables["PORTAL_VAR"]) / f"{size}.csv"
    _write(file, size)
    mailed(other_id)  # until the workers are ready
    before = _peak(pool)
    with measured(running.app, pages, other_id) as busy:
        seconds = _import(agency_id, file)
    peak = _peak(pool)
    running.analyze()
    with measured(running.app, pages, other_id) as calm:
        Event().wait(idle)
    rates = " ".join(f"{name}_per_second={size / took:.0f}" for name, took in seconds.items())
    yield f"imports rows={size} {rates} idle_mb={before:.0f} peak_mb={peak:.0f}"
    yield from compared(busy, calm)


def _write(file: Path, size: int) -> None:
    with file.open("w", encoding="utf-8") as opened:
        opened.write("Full Name,Email 1,Mobile,Field,ID\n")
        for number in range(size):
            first, last = CANDIDATES[number % len(CANDIDATES)].split()[0], f"Name{number}"
            phone = f"212-555-{number % 10_000:04}"
            opened.write(f"{first} {last},person{number}@example.org,{phone},Engineering,{number}\n")


def _pages(port: int, whose: str, host: str) -> Iterator[Page]:
    browser = Browser(port, host).sign_in(EMAILS["owner"], PASSWORD)
    for name, path in PAGES.items():
        yield Page(f"{name} agency={whose}", browser, path)


def _agency(host: str) -> uuid.UUID:
    with runner.session() as session:
        found = agencies.find_by_host(session, host)
        assert found is not None
        return found.id


@contextmanager
def _workers(running: Portal) -> Iterator[ManagedProcess]:
    """Run `portal worker` for the block: one process for each queue."""
    log = running.settings.var / "worker.log"
    pool = ManagedProcess("worker", [sys.executable, "-m", "portal", "worker"], log=log, variables=running.variables)
    pool.start()
    try:
        yield pool
    finally:
        pool.stop()


def _import(agency_id: uuid.UUID, file: Path) -> dict[str, float]:
    """Have the workers read, check, and run the file; return how many seconds each of these took."""
    times = [perf_counter()]
    with _command(agency_id) as command, file.open("rb") as opened:
        import_id = actions.upload(command, "candidates", file.name, opened, ImportOptions()).id
    for state in (CHECKING, READY, DONE):
        if state == DONE:
            with _command(agency_id) as command:
                actions.start(command, queries.get_import(command.session, import_id))
        _wait(agency_id, import_id, state)
        times.append(perf_counter())
    with _command(agency_id) as command:
        outcomes = queries.outcome_counts(command.session, import_id)
        assert outcomes == {"created": queries.get_import(command.session, import_id).row_count}
    return {name: end - start for name, start, end in zip(("read", "check", "run"), times, times[1:], strict=False)}


def _wait(agency_id: uuid.UUID, import_id: uuid.UUID, state: str) -> None:
    """Return once the import is in this state, or past it."""
    pause, found = Event(), ""
    while STATES.index(found or STATES[0]) < STATES.index(state):
        pause.wait(POLL_SECONDS)
        with _command(agency_id) as command:
            found = queries.get_import(command.session, import_id).state


@contextmanager
def _command(agency_id: uuid.UUID) -> Iterator[Command]:
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        yield Command(session, OPERATOR, clock.now(session))


def _peak(pool: ManagedProcess) -> float:
    """Return the most memory that any of the workers has had yet, in megabytes."""
    processes = psutil.Process(pool.pid).children(recursive=True)
    stated = [Path(f"/proc/{process.pid}/status").read_text("utf-8") for process in processes]
    return max(int(line.split()[1]) for text in stated for line in text.splitlines() if line.startswith("VmHWM")) / 1024
