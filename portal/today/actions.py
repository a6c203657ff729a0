"""What a recruiter does with a candidate's late task from Today."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.applications.models import Application
from portal.candidates.models import Candidate
from portal.core.command import Command
from portal.core.db import is_row
from portal.core.errors import N_, ActionRefused
from portal.followups.models import Step
from portal.interviews import actions as interviews
from portal.interviews.models import Interview, StepCompletion
from portal.notes import manual_sending
from portal.summaries.models import CandidateSummary
from portal.today.rules import COMPLETABLE

TOLD = "told"


def complete_next_task(command: Command, candidate: Candidate, kind: str) -> list[StepCompletion]:
    """Record that the candidate says their next task, of this kind, is done, for everyone that it is about.

    Raise `ActionRefused` if another task is next by now, or if only the candidate can do this one.
    """
    summary = command.session.get_one(CandidateSummary, (candidate.agency_id, candidate.id))
    steps = [step for step in _open_steps(command, summary) if step.kind == kind]
    if kind not in COMPLETABLE or summary.next_kind != kind or not steps:
        raise ActionRefused(N_("This changed in the meantime. Reload the page and look again."))
    same = [step for step in steps if step.interview_id == steps[0].interview_id]
    return [_complete(command, step) for step in same]


def undo_completions(command: Command, candidate: Candidate, ids: Sequence[uuid.UUID]) -> None:
    """Undo those of these completions that are of the candidate's tasks."""
    query = (
        select(StepCompletion, Interview)
        .join(Interview, is_row(StepCompletion.interview_id, Interview))
        .join(Interview.application)
        .where(StepCompletion.id.in_(ids), Application.candidate_id == candidate.id)
    )
    for row, interview in command.session.execute(query).all():
        interviews.undo_completion(command, interview, row)


def _open_steps(command: Command, summary: CandidateSummary) -> Sequence[Step]:
    query = select(Step).where(Step.application_id == summary.next_application_id, Step.state.in_(("open", "upcoming")))
    loaded = query.options(joinedload(Step.interview), joinedload(Step.person))
    return command.session.scalars(loaded.order_by(Step.due_at, Step.id)).all()


def _complete(command: Command, step: Step) -> StepCompletion:
    if step.kind == "collect_contacts":
        return interviews.complete_step(command, step.interview, step.kind, means=TOLD, at=command.now)
    return manual_sending.mark_sent_manually(command, step.interview, step.kind, step.person, TOLD)
