"""Moving candidates and claimed work from one colleague to another, many at once, each with its audit event."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Update, inspect, update
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.approvals.models import Approval
from portal.audit import actions as audit
from portal.candidates.models import Candidate
from portal.contacts.models import ContactRequest
from portal.core.command import Command
from portal.core.db import TenantModel
from portal.summaries import actions as summaries


def move_candidates(
    command: Command, action: str, ids: Sequence[uuid.UUID], *, old: Account, new: Account
) -> Sequence[uuid.UUID]:
    """Give these candidates to `new`, and return the ids of those that `old` still had."""
    change = update(Candidate).where(Candidate.recruiter_id == old.id).values(recruiter_id=new.id)
    moved = change_rows(command.session, Candidate, ids, change)
    audit.record_all(command, action, Candidate, moved, {"recruiter_id": (old.id, new.id)})
    return moved


def move_claims(
    command: Command,
    action: str,
    model: type[ContactRequest] | type[Approval],
    ids: Sequence[uuid.UUID],
    *,
    old: Account,
    new: Account,
) -> Sequence[uuid.UUID]:
    """Name `new` as who works on these requests or notes, and return the ids of those that `old` had claimed."""
    change = update(model).where(model.claimed_by_id == old.id).values(claimed_by_id=new.id, claimed_at=command.now)
    moved = change_rows(command.session, model, ids, change)
    audit.record_all(command, action, model, moved, {"claimed_by_id": (old.id, new.id)})
    return moved


def change_rows(
    session: Session, model: type[TenantModel], ids: Sequence[uuid.UUID], change: Update
) -> Sequence[uuid.UUID]:
    """Carry out the change on those of these rows that it concerns, and return their ids.

    Loaded rows are read anew when next used. SQLAlchemy would compare each loaded row with each id to find them.
    """
    if not ids:
        return []
    alone = {"synchronize_session": False}
    changed = session.scalars(change.where(model.id.in_(ids)).returning(model.id), execution_options=alone).all()
    if model is Candidate and changed:
        summaries.copy_keys(session, Candidate.id.in_(changed))
    gone = set(changed)
    for row in session.identity_map.values():
        # The identity is read from the state: reading `row.id` would load an expired row, one by one.
        if isinstance(row, model) and (inspect(row).identity or ())[-1] in gone:
            session.expire(row)
    return changed
