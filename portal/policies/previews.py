"""What a change would do before it is saved: the planner's own answer, a batch of applications for each request."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.accounts.viewer import Viewer
from portal.agencies.models import AgencyProfile
from portal.applications.models import Application
from portal.core.command import Command
from portal.followups import queries as followups
from portal.followups.models import Step
from portal.followups.rules.policy import plan_policy
from portal.policies import queries
from portal.policies.models import PolicyPreview
from portal.policies.rules import Impact, TaskChange, apply_policy

BATCH = 500
"""How many applications one request plans both ways, in about half a second."""
MAX_LISTED = 2000
FRESH = timedelta(minutes=1)
"""How long a preview is continued or shown again; after that it is made anew."""
StepKey = tuple[str, str, str | None]


def advance(command: Command, profile: AgencyProfile, policy: Mapping[str, Any]) -> PolicyPreview:
    """Return the preview of this stored policy after one more batch; the first call for a policy starts it."""
    row = _started(command, profile, policy)
    if row.is_finished:
        return row
    old, new = plan_policy(row.base), plan_policy(row.policy)
    affected = queries.affected_applications(old, new, row.at)
    after = affected if row.after_id is None else affected.where(Application.id > row.after_id)
    ids = [] if old == new else command.session.scalars(after.order_by(Application.id).limit(BATCH)).all()
    facts = followups.load_facts(command.session, ids, row.at)
    found = [apply_policy(str(application_id), facts[application_id], new) for application_id in sorted(facts)]
    row.counts = asdict(sum((impact for impact, _ in found), impact_of(row)))
    row.tasks = _listed([*task_changes(row), *(change for _, changes in found for change in changes)])
    row.checked, row.after_id = row.checked + len(ids), ids[-1] if ids else row.after_id
    row.is_finished = len(ids) < BATCH
    command.session.flush()
    return row


def impact_of(row: PolicyPreview) -> Impact:
    """Return the counts of a preview, as far as it was calculated."""
    return Impact(**row.counts)


def task_changes(row: PolicyPreview) -> list[TaskChange]:
    """Return the tasks that a preview lists, the late ones first."""
    return [
        TaskChange(application, kind, interview, person, _moment(was_due), _moment(due), outcome)
        for application, kind, interview, person, was_due, due, outcome in row.tasks
    ]


def _started(command: Command, profile: AgencyProfile, policy: Mapping[str, Any]) -> PolicyPreview:
    """Return the account's preview of this policy, begun anew unless it is under way or fresh."""
    row = _locked(command)
    if (row.policy, row.base) == (policy, profile.policy) and command.now - row.at < FRESH:
        return row
    row.policy, row.base, row.at = dict(policy), dict(profile.policy), command.now
    row.checked, row.after_id, row.is_finished, row.counts, row.tasks = 0, None, False, asdict(Impact()), []
    row.total = _count(command.session, row)
    command.session.flush()
    return row


def _locked(command: Command) -> PolicyPreview:
    """Return the account's row, made if there is none; a second request waits until the first is done."""
    new: dict[str, Any] = {"account_id": command.by.account_id, "at": command.now - FRESH, "policy": {}, "base": {}}
    command.session.execute(insert(PolicyPreview).values(new).on_conflict_do_nothing())
    own = select(PolicyPreview).where(PolicyPreview.account_id == command.by.account_id)
    locked = own.with_for_update(key_share=True).execution_options(populate_existing=True)
    return command.session.scalars(locked).one()


def _count(session: Session, row: PolicyPreview) -> int:
    old, new = plan_policy(row.base), plan_policy(row.policy)
    if old == new:
        return 0
    affected = queries.affected_applications(old, new, row.at).subquery()
    return session.scalar(select(func.count()).select_from(affected)) or 0


def _listed(changes: Iterable[TaskChange]) -> list[list[Any]]:
    ordered = sorted(changes, key=lambda change: change.order)[:MAX_LISTED]
    return [[_to_json(value) for value in astuple(change)] for change in ordered]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _to_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def find_steps(session: Session, viewer: Viewer, changes: Iterable[TaskChange]) -> dict[StepKey, Step]:
    """Return the visible steps of these changes with candidate, interview, and person."""
    ids = {uuid.UUID(change.application) for change in changes}
    query = followups.visible_to(viewer).where(Step.application_id.in_(ids))
    return {step_key(row): row for row in session.scalars(query).unique()}


def step_key(row: TaskChange | Step) -> StepKey:
    """Return the kind, interview, and person by which a change and its step are found."""
    if isinstance(row, TaskChange):
        return row.kind, row.interview, row.person
    return row.kind, str(row.interview_id), str(row.person_id) if row.person_id else None
