"""Handing a colleague's work over to another one."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.approvals import actions as approvals
from portal.approvals import queries as approval_queries
from portal.approvals.models import Approval
from portal.audit import actions as audit
from portal.contacts.models import ContactRequest
from portal.core.command import Command
from portal.core.db import lock_row
from portal.core.errors import N_, ActionRefused, NotFound
from portal.followups import request_queries
from portal.interviews import contact_info
from portal.staff import mails, workload
from portal.staff.rules import WorkloadCounts


def hand_over(command: Command, account: Account, to: Account | None) -> WorkloadCounts:
    """Give everything that the colleague looks after to `to`, who gets one email; return how much that was.

    Raise `ActionRefused` at `to` where `to` is None, deactivated, a viewer, or the same person.
    """
    lock_accounts(command.session, account, to)
    if to is None:
        raise ActionRefused(N_("Choose who takes over."), field="to")
    return hand_over_everything(command, account, to)


def hand_over_everything(command: Command, account: Account, to: Account) -> WorkloadCounts:
    """Hand over as `hand_over` does, for a caller that has locked both accounts."""
    _refuse_cannot_take_over(account, to)
    held = workload.load_workload(command.session, account)
    for candidate in held.candidates:
        audit.apply_change(command, "candidate.hand_over", candidate, {"recruiter_id": to.id})
        command.session.expire(candidate, ["recruiter"])
    requests = _hand_over_requests(command, held.requests, to)
    notes = _hand_over_approvals(command, held.approvals, to)
    counts = WorkloadCounts(len(held.candidates), len(requests), len(notes), len(held.cards))
    if counts.any:
        changes = {name: (number, 0) for name, number in asdict(counts).items()}
        event = audit.record(command, "account.hand_over", account, changes=changes)
        mails.enqueue_hand_over(command, event.id, account, to, counts, requests)
    return counts


def _hand_over_requests(command: Command, rows: Sequence[ContactRequest], to: Account) -> Sequence[ContactRequest]:
    """Return the requests that are with `to` now; one that they may not see is free for others."""
    seen = workload.viewer_of(command.session, to)
    moved = []
    for row in rows:
        try:
            request_queries.get_request(command.session, seen, row.id)
        except NotFound:
            contact_info.release_request(command, row)
            continue
        _reassign(command, "contact_request.hand_over", row, to)
        moved.append(row)
    return moved


def _hand_over_approvals(command: Command, rows: Sequence[Approval], to: Account) -> Sequence[Approval]:
    """Return the notes to review that are with `to` now; one that they may not see is free for others."""
    seen = workload.viewer_of(command.session, to)
    moved = []
    for row in rows:
        try:
            approval_queries.get_approval(command.session, seen, row.id)
        except NotFound:
            approvals.release_review(command, row)
            continue
        _reassign(command, "approval.hand_over", row, to)
        moved.append(row)
    return moved


def _reassign(command: Command, action: str, row: ContactRequest | Approval, to: Account) -> None:
    """Name `to` as who took the row, where it was taken at all."""
    if row.claimed_by_id is not None:
        audit.apply_change(command, action, row, {"claimed_by_id": to.id, "claimed_at": command.now})


def lock_accounts(session: Session, account: Account, to: Account | None) -> None:
    """Lock both accounts, always in the same order: two hand-overs at once wait for each other."""
    both = [account] if to is None or to is account else [account, to]
    for row in sorted(both, key=lambda one: one.id):
        lock_row(session, row)


def _refuse_cannot_take_over(account: Account, to: Account) -> None:
    if to.id == account.id:
        raise ActionRefused(N_("Choose someone else: %(name)s is the one who hands over."), field="to", name=to.name)
    if to.deactivated_at is not None:
        raise ActionRefused(N_("%(name)s is deactivated. Choose someone who works here."), field="to", name=to.name)
    if not workload.can_take_over(to):
        raise ActionRefused(N_("%(name)s is a viewer. Choose an owner or a recruiter."), field="to", name=to.name)
