"""The links of reminders: each leads the candidate to one task that the reminder asks for."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.followups.models import PENDING_STATES, Step
from portal.interviews import task_links
from portal.interviews.task_links import Target
from portal.reminders import queries, rules


def issue(session: Session, asks: Mapping[uuid.UUID, Sequence[rules.PlannedItem]], now: datetime) -> None:
    """Make the links that lead these candidates to what they are asked for, for all of them at once."""
    wanted = {item.task.key for items in asks.values() for item in items}
    targets = [
        Target(step.candidate_id, step.interview_id, f"/steps/{step.id}", step.person_id)
        for step in _pending_steps(session, list(asks))
        if queries.step_key(step) in wanted
    ]
    task_links.issue(session, targets, now)


def _pending_steps(session: Session, candidate_ids: Sequence[uuid.UUID]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the candidates' steps that are open, blocked, or upcoming: ids and what `step_key` reads, nothing else."""
    columns = Step.id, Step.application_id, Step.kind, Step.interview_id, Step.person_id, Application.candidate_id
    found = select(*columns).join(Step.application).where(Application.candidate_id.in_(candidate_ids))
    return session.execute(found.where(Step.state.in_(PENDING_STATES))).all()
