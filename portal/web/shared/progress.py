"""The five progress marks of a candidate, and what comes next, for lists."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.applications.models import Application
from portal.followups.models import Step
from portal.followups.rules.step_kinds import STEP_KINDS, ProgressLabel
from portal.interviews.models import InterviewPerson
from portal.summaries.rules import DONE, MARK_KINDS, MISSED, WAITING


@dataclass(frozen=True)
class ProgressMark:
    """One mark: whether it is done, late, or waiting, its text for screen readers, and its icon."""

    done: bool
    late: bool
    label: str
    symbol: str
    text: str = ""
    waiting: bool = False


@dataclass(frozen=True)
class CandidateProgress:
    """The marks, and the candidate's next step, if there is one."""

    marks: tuple[ProgressMark, ...]
    next: Step | None
    late: bool


def marks_of(row: Any, now: datetime) -> tuple[ProgressMark, ...]:
    """Return the five marks of a summary, or of a row with its columns."""
    labels = ((name, STEP_KINDS[kind].progress) for name, kind in MARK_KINDS.items())
    return tuple(_mark_of(row, name, label, now) for name, label in labels if label is not None)


def _mark_of(row: Any, name: str, label: ProgressLabel, now: datetime) -> ProgressMark:
    code, late_from = getattr(row, f"{name}_mark"), getattr(row, f"{name}_late_from")
    done, waiting = code == DONE, code == WAITING
    late = code == MISSED or (late_from is not None and late_from < now)
    if label.counts:
        sentence = gettext(label.sentence, sent=row.thanked, all=row.to_thank)
        text = "" if done or not row.to_thank else f"{row.thanked}/{row.to_thank}"
        return ProgressMark(done, late, sentence, label.icon, text, waiting)
    return ProgressMark(done, late, f"{gettext(label.sentence)}: {_mark_state(done, late)}", label.icon)


def legend() -> list[tuple[str, str]]:
    """Return the icon of each mark, and what it stands for."""
    labels = [STEP_KINDS[kind].progress for kind in MARK_KINDS.values()]
    return [(label.icon, gettext("Thanked") if label.counts else gettext(label.sentence)) for label in labels if label]


def load_progress(
    session: Session, candidate_ids: Sequence[uuid.UUID], now: datetime
) -> dict[uuid.UUID, CandidateProgress]:
    """Return the progress of each of these candidates by id, with one query for all of them."""
    steps: dict[uuid.UUID, list[Step]] = {candidate_id: [] for candidate_id in candidate_ids}
    query = (
        select(Step, Application.candidate_id)
        .join(Step.application)
        .where(Application.candidate_id.in_(candidate_ids))
        .options(
            joinedload(Step.application).joinedload(Application.employer),
            joinedload(Step.person).joinedload(InterviewPerson.contact),
        )
        .order_by(Step.due_at, Step.id)
    )
    for step, candidate_id in session.execute(query):
        steps[candidate_id].append(step)
    return {candidate_id: _progress_of(rows, now) for candidate_id, rows in steps.items()}


def _progress_of(steps: list[Step], now: datetime) -> CandidateProgress:
    live = [step for step in steps if step.state != "dropped"]
    standing = [step for step in live if step.state in ("open", "upcoming")]
    marks = [
        _mark([step for step in live if step.kind == kind.name], kind.progress, now)
        for kind in STEP_KINDS.values()
        if kind.progress
    ]
    late = any(step.is_late(now) for step in live)
    return CandidateProgress(tuple(marks), standing[0] if standing else None, late)


def _mark(steps: list[Step], label: ProgressLabel, now: datetime) -> ProgressMark:
    sent = sum(step.state == "done" for step in steps)
    done = bool(steps) and sent == len(steps)
    late = any(step.state == "missed" or step.is_late(now) for step in steps)
    if not label.counts:
        return ProgressMark(done, late, f"{gettext(label.sentence)}: {_mark_state(done, late)}", label.icon)
    sentence = gettext(label.sentence, sent=sent, all=len(steps))
    return ProgressMark(done, late, sentence, label.icon, "" if done or not steps else f"{sent}/{len(steps)}")


def _mark_state(done: bool, late: bool) -> str:
    return gettext("done") if done else gettext("overdue") if late else gettext("not yet")
