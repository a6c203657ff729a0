"""The tick's question among millions of future tasks, beside the bare indexed select of those that are due."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from benchmarks.measuring import waits
from benchmarks.running import portal
from portal.agencies import actions as agencies
from portal.agencies.actions import NewAgency
from portal.core import clock
from portal.core.command import OPERATOR, Command
from portal.jobs import runner, tick

STEPS, STEPS_EACH, AGENCIES, DUE = 10_000_000, 10, 100, 1_000
"""How many future steps there are, how many of each application, in how many agencies, and how many are due."""
ROUNDS, TIMES = 20, 10
SELECT = text("select count(*) from candidates where next_reminder_at <= ops.now()")

_FILL = (Path(__file__).parent / "ticking.sql").read_text("utf-8")


def run(steps: int = STEPS, agencies_filled: int = AGENCIES, due: int = DUE, rounds: int = ROUNDS) -> Iterator[str]:
    """Yield one line: milliseconds of the tick's question, of the bare select, and their ratio."""
    with portal() as running:
        for _ in range(agencies_filled):
            _agency()
        owner = make_url(running.settings.admin_url or "").set(username="postgres")
        with create_engine(owner, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect() as admin:
            _fill(admin, {"each": steps // STEPS_EACH // agencies_filled, "steps_each": STEPS_EACH, "due": due})
            running.analyze()
            found = waits({"tick": _ask, "select": lambda: _select(admin)}, rounds)
    asked, bare = found["tick"] * 1000, found["select"] * 1000
    yield f"tick ms={asked:.2f} select_ms={bare:.2f} ratio={asked / bare:.2f}"


def _agency() -> None:
    with runner.session() as session:
        new = NewAgency("McGrath Systems", f"{uuid.uuid4().hex[:12]}.example", "America/New_York")
        agencies.create(Command(session, OPERATOR, clock.now(session)), new)


def _fill(admin: Connection, values: dict[str, int]) -> None:
    """Run each statement with triggers and foreign keys off, which only a superuser may."""
    admin.execute(text("set session_replication_role = replica"))
    for statement in _FILL.split(";"):
        named = {name: value for name, value in values.items() if f":{name}" in statement}
        admin.execute(text(statement), named)


def _ask() -> list[float]:
    """Return how many seconds the tick's question took, each time: all that it looks for, of all agencies."""
    with runner.session() as session:
        return [_seconds(lambda: tick.due(session)) for _ in range(TIMES)]


def _select(admin: Connection) -> list[float]:
    return [_seconds(lambda: admin.execute(SELECT).all()) for _ in range(TIMES)]


def _seconds(question: Callable[[], object]) -> float:
    started = perf_counter()
    question()
    return perf_counter() - started
