"""Replans many applications after a setting changed: a few at once, more in the background."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select, update
from sqlalchemy.orm import Session

from portal.applications.models import ACTIVE_STATES, Application
from portal.candidates.models import Candidate
from portal.core import queue, transaction
from portal.followups.models import PENDING_STATES, Step

AT_ONCE = 200
"""The most applications that a request replans before it answers."""

StepKey = tuple[uuid.UUID, str, uuid.UUID, uuid.UUID | None]


@dataclass(frozen=True)
class Recalculation:
    """How many applications a change is about, and how many tasks it moved; `moved` is None while that goes on."""

    applications: int
    moved: int | None


def recalculate(
    session: Session, whose: ColumnElement[bool], now: datetime, change: Callable[[], object] | None = None
) -> Recalculation:
    """Replan the applications under way of the candidates that the condition `whose` is true of.

    `change` is made once they are known, and before they are replanned: a change that `whose` reads. More than
    `AT_ONCE` are marked as due, by one statement, for the background job `plan`.
    """
    mine = Application.candidate_id.in_(select(Candidate.id).where(whose))
    changing = or_(Application.next_change_at.is_not(None), Application.state.in_(ACTIVE_STATES))
    return recalculate_applications(session, select(Application.id).where(mine, changing), now, change)


def recalculate_applications(
    session: Session, affected: Select[uuid.UUID], now: datetime, change: Callable[[], object] | None = None
) -> Recalculation:
    """Replan the applications with these ids, at once or by marking them as due; `change` as for `recalculate`."""
    ids = set(session.scalars(affected.limit(AT_ONCE + 1)))
    if len(ids) <= AT_ONCE:
        return Recalculation(len(ids), _replan_at_once(session, ids, now, change))
    marking = update(Application).where(Application.id.in_(affected)).values(next_change_at=now)
    marked = session.execute(marking.returning(Application.id), execution_options={"synchronize_session": False}).all()
    if change is not None:
        change()
    queue.enqueue_after_commit(session, queue.DUE, "plan")
    return Recalculation(len(marked), None)


def _replan_at_once(session: Session, ids: set[uuid.UUID], now: datetime, change: Callable[[], object] | None) -> int:
    """Replan these applications, and return how many of their pending tasks have another date than before."""
    before = _dates(session, ids)
    if change is not None:
        change()
        session.flush()
    for application_id in ids:
        transaction.touch(session, application_id)
    transaction.replan_touched(session, now)
    after = _dates(session, ids)
    return sum(1 for key, due in before.items() if after.get(key, due) != due)


def _dates(session: Session, ids: set[uuid.UUID]) -> dict[StepKey, datetime]:
    query = select(Step.application_id, Step.kind, Step.interview_id, Step.person_id, Step.due_at)
    rows = session.execute(query.where(Step.application_id.in_(ids), Step.state.in_(PENDING_STATES)))
    return {(row[0], row[1], row[2], row[3]): row[4] for row in rows}
