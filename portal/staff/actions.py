"""Inviting colleagues, changing what they may do, handing over their work, and ending their access."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import actions as accounts
from portal.accounts import queries as account_queries
from portal.accounts.models import Account
from portal.accounts.rules import CANDIDATE, OWNER, VIEWER, email_key
from portal.agencies import queries as agencies
from portal.approvals import actions as approvals
from portal.approvals import queries as approval_queries
from portal.approvals.models import Approval
from portal.audit import actions as audit
from portal.candidates.models import Candidate
from portal.contacts.models import ContactRequest
from portal.core.command import Command
from portal.core.db import lock_row
from portal.core.errors import N_, ActionRefused, NotFound
from portal.followups import request_queries
from portal.interviews import contact_info
from portal.staff import mails, queries
from portal.staff.rules import ACTIVE, DEACTIVATED, INVITED, WorkloadCounts, account_state


def invite(command: Command, *, name: str, email: str, role: str, office_id: UUID | None) -> Account:
    """Add a colleague and email them an invitation; raise `ActionRefused` at `email` when the address is taken."""
    _refuse_known(command.session, email)
    zone = agencies.profile(command.session).time_zone
    account = accounts.create(command, name=name, email=email, role=role, time_zone=zone, office_id=office_id)
    accounts.invite(command, account)
    return account


def add_owner(command: Command, email: str) -> str:
    """Make this colleague an owner, or invite one; return `promoted` or `invited`.

    Raise `ActionRefused` for an owner who has accepted, someone deactivated, and an address that is a candidate's.
    """
    account = queries.find_colleague(command.session, email)
    if account is None:
        invite(command, name=email.partition("@")[0], email=email, role=OWNER, office_id=None)
        return "invited"
    lock_row(command.session, account)
    state = account_state(account.accepted_at, account.deactivated_at)
    if state == DEACTIVATED:
        raise ActionRefused(N_("%(name)s is deactivated. Choose someone who works here."), name=account.name)
    if state == ACTIVE and account.role == OWNER:
        raise ActionRefused(N_("%(name)s is an owner already."), name=account.name)
    if account.role != OWNER:
        accounts.change_role(command, account, OWNER, account.office_id)
    if state == INVITED:
        accounts.invite(command, account)
    return "invited" if state == INVITED else "promoted"


def invite_again(command: Command, account: Account) -> None:
    """Email a new invitation; earlier links stop working. Raise `ActionRefused` unless the account is only invited."""
    _lock_invited(command.session, account)
    accounts.invite(command, account)


def correct_invitation(
    command: Command, account: Account, *, name: str, email: str, role: str, office_id: UUID | None
) -> None:
    """Correct whom an invitation is for; a new one is sent where the address changed, and the old link stops working.

    Raise `ActionRefused` unless the account is only invited, and at `email` when the address is taken.
    """
    _lock_invited(command.session, account)
    is_other_address = email_key(email) != account.email_key
    if is_other_address:
        _refuse_known(command.session, email)
    values = {"name": name, "email": email, "email_key": email_key(email), "role": role, "office_id": office_id}
    audit.apply_change(command, "account.correct_invitation", account, values)
    if is_other_address:
        accounts.invite(command, account)


def change_role(command: Command, account: Account, role: str, office_id: UUID | None) -> None:
    """Give the colleague this role and office.

    Raise `ActionRefused` at `role` for the last owner, and for a new viewer with work that has not been handed over.
    """
    lock_row(command.session, account)
    if role == VIEWER and queries.load_workload(command.session, account).counts.any:
        raise ActionRefused(
            N_("%(name)s still has work here, and viewers can’t do it. Hand it over first."),
            field="role",
            name=account.name,
        )
    accounts.change_role(command, account, role, office_id)


def deactivate(command: Command, account: Account, to: Account | None) -> WorkloadCounts:
    """End the colleague's access at once and hand over what they look after; return how much that was.

    `to` may be None where there is nothing to hand over. Raise `ActionRefused` for the last owner, or as `hand_over`
    does.
    """
    _lock(command.session, account, to)
    if account.deactivated_at is not None:
        raise ActionRefused(N_("%(name)s is deactivated already."), name=account.name)
    counts = WorkloadCounts()
    if to is not None:
        counts = _hand_over_all(command, account, to)
    elif queries.load_workload(command.session, account).counts.any:
        raise ActionRefused(N_("Choose who takes over."), field="to")
    accounts.deactivate(command, account)
    return counts


def hand_over(command: Command, account: Account, to: Account | None) -> WorkloadCounts:
    """Give everything that the colleague looks after to `to`, who gets one email; return how much that was.

    Raise `ActionRefused` at `to` where `to` is None, deactivated, a viewer, or the same person.
    """
    _lock(command.session, account, to)
    if to is None:
        raise ActionRefused(N_("Choose who takes over."), field="to")
    return _hand_over_all(command, account, to)


def reactivate(command: Command, account: Account) -> None:
    """Let the colleague sign in again; one who never accepted the invitation gets a new one."""
    lock_row(command.session, account)
    if account.deactivated_at is None:
        return
    accounts.reactivate(command, account)
    if account.accepted_at is None:
        accounts.invite(command, account)


def _hand_over_all(command: Command, account: Account, to: Account) -> WorkloadCounts:
    _refuse_cannot_take_over(account, to)
    held = queries.load_workload(command.session, account)
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
    seen = queries.viewer_of(command.session, to)
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
    seen = queries.viewer_of(command.session, to)
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


def _lock_invited(session: Session, account: Account) -> None:
    lock_row(session, account)
    if account_state(account.accepted_at, account.deactivated_at) != INVITED:
        raise ActionRefused(N_("%(name)s has no open invitation."), name=account.name)


def _lock(session: Session, account: Account, to: Account | None) -> None:
    """Lock both accounts, always in the same order: two hand-overs at once wait for each other."""
    both = [account] if to is None or to is account else [account, to]
    for row in sorted(both, key=lambda one: one.id):
        lock_row(session, row)


def _refuse_cannot_take_over(account: Account, to: Account) -> None:
    if to.id == account.id:
        raise ActionRefused(N_("Choose someone else: %(name)s is the one who hands over."), field="to", name=to.name)
    if to.deactivated_at is not None:
        raise ActionRefused(N_("%(name)s is deactivated. Choose someone who works here."), field="to", name=to.name)
    if not queries.can_take_over(to):
        raise ActionRefused(N_("%(name)s is a viewer. Choose an owner or a recruiter."), field="to", name=to.name)


def _refuse_known(session: Session, email: str) -> None:
    """Raise `ActionRefused` at `email`, saying who has the address already."""
    account = account_queries.find_by_email(session, email)
    is_candidate = session.scalar(select(Candidate.id).where(Candidate.email_key == email_key(email))) is not None
    if is_candidate or (account is not None and account.role == CANDIDATE):
        raise ActionRefused(N_("This is a candidate’s email address. Use a different one."), field="email")
    if account is None:
        return
    if account.deactivated_at is not None:
        raise ActionRefused(N_("%(name)s was here before. Reactivate them instead."), field="email", name=account.name)
    raise ActionRefused(N_("%(name)s is already here with this email address."), field="email", name=account.name)
