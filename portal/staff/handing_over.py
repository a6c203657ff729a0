"""Handing a colleague's work over to one or several others."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.approvals import actions as approvals
from portal.approvals.models import Approval
from portal.audit import actions as audit
from portal.candidates.models import Candidate
from portal.contacts.models import ContactRequest
from portal.core.command import Command
from portal.core.db import TenantModel, insert_for_each, lock_row
from portal.core.errors import N_, ActionRefused
from portal.interviews import contact_info
from portal.staff import mails, reassigning, workload
from portal.staff.hand_over_plan import HandOverPlan, Part, plan_hand_over
from portal.staff.models import HandOver, HandOverItem
from portal.staff.split import BY_FIELD


def hand_over(
    command: Command,
    account: Account,
    to: Sequence[Account],
    how: str = BY_FIELD,
    only: Collection[uuid.UUID] | None = None,
) -> HandOverPlan:
    """Give what the colleague looks after to these, who get one email each; return who got what.

    `how` splits it (docs/rules.md#hand-over); `only` limits it to these candidates. Raise `ActionRefused` at `to` where
    there is no one, or one of them is deactivated, a viewer, or the same person.
    """
    lock_accounts(command.session, account, to)
    if not to:
        raise ActionRefused(N_("Choose who takes over."), field="to")
    return hand_over_locked(command, account, to, how, only=only)


def hand_over_locked(
    command: Command,
    account: Account,
    to: Sequence[Account],
    how: str,
    *,
    only: Collection[uuid.UUID] | None = None,
    ended_access: bool = False,
) -> HandOverPlan:
    """Hand over as `hand_over` does, for a caller that has locked the accounts."""
    for one in to:
        _refuse_cannot_take_over(account, one)
    held = workload.load_workload(command.session, account)
    plan = plan_hand_over(command.session, held if only is None else held.limited_to(only), to, how)
    _carry_out(command, account, plan, ended_access=ended_access)
    return plan


def lock_accounts(session: Session, account: Account, to: Sequence[Account]) -> None:
    """Lock all of them, always in the same order: two hand-overs at once wait for each other."""
    for row in sorted({account, *to}, key=lambda one: one.id):
        lock_row(session, row)


def _carry_out(command: Command, account: Account, plan: HandOverPlan, *, ended_access: bool) -> None:
    for request in plan.released_requests:
        contact_info.release_request(command, request)
    for approval in plan.released_approvals:
        approvals.release_review(command, approval)
    if not plan.counts.any:
        return
    row = HandOver(account_id=account.id, by_id=command.by.account_id, at=command.now, ended_access=ended_access)
    command.session.add(row)
    command.session.flush()
    for part in plan.parts:
        if part.held.counts.any:
            _give(command, row, account, part)


def _give(command: Command, row: HandOver, account: Account, part: Part) -> None:
    """Move one colleague's part, write down what it was, and tell them."""
    to, held = part.to, part.held
    ids, requests, notes = ([one.id for one in rows] for rows in (held.candidates, held.requests, held.approvals))
    own = set(ids)
    told = [one.id for one in held.requests if one.candidate_id in own]
    moved = (
        reassigning.move_candidates(command, "candidate.hand_over", ids, old=account, new=to),
        reassigning.move_claims(command, "contact_request.hand_over", ContactRequest, requests, old=account, new=to),
        reassigning.move_claims(command, "approval.hand_over", Approval, notes, old=account, new=to),
    )
    _record_items(command, row, to, dict(zip((Candidate, ContactRequest, Approval), moved, strict=True)))
    counts = {name: (number, 0) for name, number in asdict(held.counts).items()}
    audit.record(command, "account.hand_over", account, changes={"to_id": (None, to.id), **counts})
    # The email tells `to` about these requests, so no other one has to.
    told_now = update(ContactRequest).values(recruiter_notified_at=command.now)
    reassigning.change_rows(command.session, ContactRequest, told, told_now)
    mails.enqueue_hand_over(command, row, to, held.counts)


def _record_items(
    command: Command, row: HandOver, to: Account, moved: Mapping[type[TenantModel], Sequence[uuid.UUID]]
) -> None:
    for model, ids in moved.items():
        same = {"hand_over_id": row.id, "to_id": to.id, "kind": model.__tablename__}
        if ids:
            command.session.execute(insert_for_each(HandOverItem, "subject_id", ids, same))


def _refuse_cannot_take_over(account: Account, to: Account) -> None:
    if to.id == account.id:
        raise ActionRefused(N_("Choose someone else: %(name)s is the one who hands over."), field="to", name=to.name)
    if to.deactivated_at is not None:
        raise ActionRefused(N_("%(name)s is deactivated. Choose someone who works here."), field="to", name=to.name)
    if not workload.can_take_over(to):
        raise ActionRefused(N_("%(name)s is a viewer. Choose an owner or a recruiter."), field="to", name=to.name)
