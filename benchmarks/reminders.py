"""Reminders from due to outbox: the tick's question, a job an agency and batch, every decision, every row."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import func, insert, select

from benchmarks import filling
from benchmarks.measuring import line, rates
from benchmarks.running import portal
from portal.core import clock, tenancy
from portal.jobs import runner, tick
from portal.messaging.models import OutgoingMessage
from portal.reminders.actions import BATCH


def run(steps: int = 100_000, agencies: int = 50, rounds: int = 5) -> Iterator[str]:
    """The lines of this benchmark; in each round another part of the agencies falls due."""
    each = steps // agencies // filling.STEPS
    with portal() as running:
        made = [filling.agency(each) for _ in range(agencies)]
        running.analyze()
        yield (
            f"reminders: {steps:,} due steps of {each * agencies:,} candidates in {agencies} agencies, "
            f"batches of {BATCH}; {rounds} rounds, one worker, one connection"
        )
        part = agencies // rounds
        yet = {name: [made[part * n : part * (n + 1)] for n in range(rounds)] for name in ("reminders", "bare")}
        found = rates(
            {"reminders": lambda: _reminded(yet["reminders"].pop()), "bare": lambda: _bare(yet["bare"].pop(), each)},
            rounds,
        )
    yield line("due steps, to the outbox", found["reminders"] * filling.STEPS)
    yield line("reminders written", found["reminders"], found["bare"], f"bare bulk inserts, {found['bare']:,.0f}/s")


def _reminded(agencies: Sequence[uuid.UUID]) -> int:
    """Everybody in these agencies has become due and has a reminder in the outbox; returns how many those are."""
    for agency_id in agencies:
        filling.due(agency_id)
    while agencies_due := _due():
        for agency_id in agencies_due:
            runner.batch(agency_id, "reminders")
    return sum(_waiting(agency_id) for agency_id in agencies)


def _due() -> list[uuid.UUID]:
    with runner.session() as session:
        return [agency_id for agency_id, work in tick.due(session) if work == "reminders"]


def _waiting(agency_id: uuid.UUID) -> int:
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        return session.scalar(select(func.count(OutgoingMessage.id)).where(OutgoingMessage.kind == "debrief")) or 0


def _bare(agencies: Sequence[uuid.UUID], each: int) -> int:
    """As many outbox rows stand in these agencies, in batches of the same size, and nothing was decided."""
    for agency_id in agencies:
        for first in range(0, each, BATCH):
            with runner.session() as session:
                tenancy.enter(session, agency_id)
                due_at = clock.now(session) + timedelta(days=1)
                rows = [_row(number, due_at) for number in range(first, min(first + BATCH, each))]
                session.execute(insert(OutgoingMessage).returning(OutgoingMessage.id), rows).all()
    return len(agencies) * each


def _row(number: int, due_at: object) -> dict[str, object]:
    return {
        "kind": "bare",
        "key": f"bare:{number}",
        "queue": "due",
        "to_name": "Dana Ruiz",
        "to_email": f"dana{number}@example.org",
        "payload": {"candidate": str(uuid.uuid4())},
        "about_id": uuid.uuid4(),
        "due_at": due_at,
        "message_id": uuid.uuid4().hex,
    }
