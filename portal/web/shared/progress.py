"""The five progress marks of a candidate, and what comes next, for lists."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.applications.models import Application
from portal.followups.models import Step
from portal.interviews.models import InterviewPerson


@dataclass(frozen=True)
class ProgressMark:
    """One mark: whether it is done, whether it is late, its text for screen readers, and its icon."""

    done: bool
    late: bool
    label: str
    symbol: str
    text: str = ""


@dataclass(frozen=True)
class CandidateProgress:
    """The marks, and the candidate's next step, if there is one."""

    marks: tuple[ProgressMark, ...]
    next: Step | None
    late: bool


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
    marks = (
        _mark(live, "prepare_draft", gettext("General draft"), "file-text", now),
        _mark(live, "collect_contacts", gettext("Contact details"), "contact-round", now),
        _thank_you_mark(live, now),
        _mark(live, "follow_up", gettext("Second follow-up"), "send", now),
        _mark(live, "close", gettext("Closed"), "flag", now),
    )
    late = any(step.is_late(now) for step in live)
    return CandidateProgress(marks, standing[0] if standing else None, late)


def _mark(steps: list[Step], kind: str, name: str, symbol: str, now: datetime) -> ProgressMark:
    rows = [step for step in steps if step.kind == kind]
    done = bool(rows) and all(step.state == "done" for step in rows)
    late = any(step.state == "missed" or step.is_late(now) for step in rows)
    return ProgressMark(done, late, f"{name}: {_mark_state(done, late)}", symbol)


def _thank_you_mark(steps: list[Step], now: datetime) -> ProgressMark:
    rows = [step for step in steps if step.kind == "thank"]
    sent = sum(step.state == "done" for step in rows)
    done = bool(rows) and sent == len(rows)
    late = any(step.state == "missed" or step.is_late(now) for step in rows)
    label = gettext("Thanked %(sent)s of %(all)s", sent=sent, all=len(rows))
    return ProgressMark(done, late, label, "mail", "" if done or not rows else f"{sent}/{len(rows)}")


def _mark_state(done: bool, late: bool) -> str:
    return gettext("done") if done else gettext("late") if late else gettext("not yet")
