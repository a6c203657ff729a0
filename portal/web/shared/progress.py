"""The five marks of a candidate's ritual, and what comes next: for lists."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.followups.models import Step
from portal.interviews.models import Person
from portal.processes.models import Process


@dataclass(frozen=True)
class Mark:
    """One mark: whether it is done, whether it is late, what it says to whoever cannot see it, and its picture."""

    done: bool
    late: bool
    label: str
    symbol: str
    text: str = ""


@dataclass(frozen=True)
class Ritual:
    """The marks, and the next step of the candidate, if there is one."""

    marks: tuple[Mark, ...]
    next: Step | None
    late: bool


def rituals(session: Session, candidate_ids: Sequence[uuid.UUID], now: datetime) -> dict[uuid.UUID, Ritual]:
    """The ritual of each of these candidates, in one question however many they are."""
    steps: dict[uuid.UUID, list[Step]] = {candidate_id: [] for candidate_id in candidate_ids}
    query = (
        select(Step, Process.candidate_id)
        .join(Step.process)
        .where(Process.candidate_id.in_(candidate_ids))
        .options(
            joinedload(Step.process).joinedload(Process.employer),
            joinedload(Step.person).joinedload(Person.contact),
        )
        .order_by(Step.due_at, Step.id)
    )
    for step, candidate_id in session.execute(query):
        steps[candidate_id].append(step)
    return {candidate_id: _ritual(rows, now) for candidate_id, rows in steps.items()}


def _ritual(steps: list[Step], now: datetime) -> Ritual:
    live = [step for step in steps if step.state != "dropped"]
    standing = [step for step in live if step.state in ("open", "upcoming")]
    marks = (
        _mark(live, "prepare_draft", gettext("General draft"), "file-text", now),
        _mark(live, "collect_contacts", gettext("Contact details"), "contact-round", now),
        _thanked(live, now),
        _mark(live, "follow_up", gettext("Second follow-up"), "send", now),
        _mark(live, "close", gettext("Closed"), "flag", now),
    )
    late = any(step.is_late(now) for step in live)
    return Ritual(marks, standing[0] if standing else None, late)


def _mark(steps: list[Step], kind: str, name: str, symbol: str, now: datetime) -> Mark:
    rows = [step for step in steps if step.kind == kind]
    done = bool(rows) and all(step.state == "done" for step in rows)
    late = any(step.state == "missed" or step.is_late(now) for step in rows)
    return Mark(done, late, f"{name}: {_said(done, late)}", symbol)


def _thanked(steps: list[Step], now: datetime) -> Mark:
    rows = [step for step in steps if step.kind == "thank"]
    sent = sum(step.state == "done" for step in rows)
    done = bool(rows) and sent == len(rows)
    late = any(step.state == "missed" or step.is_late(now) for step in rows)
    label = gettext("Thanked %(sent)s of %(all)s", sent=sent, all=len(rows))
    return Mark(done, late, label, "mail", "" if done or not rows else f"{sent}/{len(rows)}")


def _said(done: bool, late: bool) -> str:
    return gettext("done") if done else gettext("late") if late else gettext("not yet")
