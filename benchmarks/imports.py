"""Importing candidates: rows per second and memory, as a worker imports them, at several sizes of the file."""

import json
import os
import resource
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.running import portal
from portal.accounts import actions as accounts
from portal.agencies import actions as agencies
from portal.agencies.actions import NewAgency
from portal.app import create_app
from portal.core import clock, tenancy
from portal.core.command import OPERATOR, Command
from portal.core.settings import Settings
from portal.imports import actions, batches, queries
from portal.imports.actions import ImportOptions
from portal.jobs import runner
from portal.sample.names import CANDIDATES

SIZES = (1_000, 100_000)
ZONE = "America/New_York"


def run(sizes: Sequence[int] = SIZES) -> Iterator[str]:
    """The lines of this benchmark: each size into an agency of its own, by a process of its own."""
    with portal() as running:
        for size in sizes:
            file = Path(running.variables["PORTAL_VAR"]) / f"{size}.csv"
            _write(file, size)
            agency_id = _agency()
            arguments = [sys.executable, "-m", "benchmarks.imports", str(agency_id), str(file)]
            child = subprocess.run(arguments, env=os.environ | running.variables, check=True, capture_output=True)
            found = json.loads(child.stdout)
            running.analyze()
            rates = f"check_per_second={size / found['check']:.0f} run_per_second={size / found['run']:.0f}"
            memory = f"idle_mb={found['idle']:.0f} check_mb={found['checked']:.0f} run_mb={found['ran']:.0f}"
            yield f"imports rows={size} {rates} {memory}"


def _write(file: Path, size: int) -> None:
    with file.open("w", encoding="utf-8") as opened:
        opened.write("Full Name,Email 1,Mobile,Field,ID\n")
        for number in range(size):
            first, last = CANDIDATES[number % len(CANDIDATES)].split()[0], f"Name{number}"
            phone = f"212-555-{number % 10_000:04}"
            opened.write(f"{first} {last},person{number}@example.org,{phone},Engineering,{number}\n")


def _agency() -> uuid.UUID:
    """A new agency with an owner."""
    with runner.session() as session:
        command = Command(session, OPERATOR, clock.now(session))
        new = NewAgency("McGrath Systems", f"{uuid.uuid4().hex[:12]}.example", ZONE)
        agency_id = agencies.create(command, new).id
        accounts.create(command, name="Olga Owner", email="olga@example.com", role="owner", time_zone=ZONE)
    return agency_id


def _import(agency_id: uuid.UUID, file: Path) -> dict[str, float]:
    """What one import took: seconds to read and check its rows and to run, and megabytes before, between, and after."""
    idle, start = _peak(), time.perf_counter()
    with runner.session() as session, file.open("rb") as opened:
        tenancy.enter(session, agency_id)
        command = Command(session, OPERATOR, clock.now(session))
        import_id = actions.create(command, "candidates", file.name, opened, ImportOptions()).id
    _batches(agency_id)
    checked, middle = _peak(), time.perf_counter()
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        actions.start(Command(session, OPERATOR, clock.now(session)), queries.get_import(session, import_id))
    _batches(agency_id)
    end = time.perf_counter()
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        row = queries.get_import(session, import_id)
        assert (row.state, not batches.is_at_work(row)) == ("done", True)
        assert queries.outcome_counts(session, import_id) == {"created": row.row_count}
    return {"check": middle - start, "run": end - middle, "idle": idle, "checked": checked, "ran": _peak()}


def _batches(agency_id: uuid.UUID) -> None:
    while runner.batch(agency_id, "imports"):
        pass


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _child(agency_id: str, file: str) -> None:
    with runner.jobs_context(create_app(Settings.from_environment(dict(os.environ)))):
        print(json.dumps(_import(uuid.UUID(agency_id), Path(file))))


if __name__ == "__main__":
    _child(*sys.argv[1:])
