"""Moving candidates and claimed work from one colleague to another, many at once, each with its audit event."""

import uuid
from collections.abc import Sequence

from sqlalchemy import inspect, update

from portal.accounts.models import Account
from portal.approvals.models import Approval
from portal.audit import actions as audit
from portal.candidates.models import Candidate
from portal.contacts.models import ContactRequest
from portal.core.command import Command


def move_candidates(
    command: Command, action: str, ids: Sequence[uuid.UUID], *, old: Account, new: Account
) -> Sequence[uuid.UUID]:
    """Give these candidates to `new`, and return the ids of those that `old` still had."""
    if not ids:
        return []
    change = update(Candidate).where(Candidate.id.in_(ids), Candidate.recruiter_id == old.id)
    moved = command.session.scalars(change.values(recruiter_id=new.id).returning(Candidate.id)).all()
    audit.record_all(command, action, Candidate, moved, {"recruiter_id": (old.id, new.id)})
    gone = set(moved)
    for row in command.session.identity_map.values():
        # The identity is read from the state: reading `row.id` would load an expired row, one by one.
        if isinstance(row, Candidate) and (inspect(row).identity or ())[-1] in gone:
            command.session.expire(row)
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
    if not ids:
        return []
    change = update(model).where(model.id.in_(ids), model.claimed_by_id == old.id)
    moved = command.session.scalars(
        change.values(claimed_by_id=new.id, claimed_at=command.now).returning(model.id)
    ).all()
    audit.record_all(command, action, model, moved, {"claimed_by_id": (old.id, new.id)})
    return moved
