"""Inviting colleagues, changing what they may do, handing over their work, and ending their access."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import actions as accounts
from portal.accounts import queries as account_queries
from portal.accounts.models import Account
from portal.accounts.rules import CANDIDATE, VIEWER, email_key
from portal.agencies import queries as agencies
from portal.approvals import actions as approvals
from portal.approvals import queries as approval_queries
from portal.approvals.models import Approval
from portal.audit import actions as audit
from portal.audit.actions import By
from portal.candidates.models import Candidate
from portal.contacts.models import ContactRequest
from portal.core.db import hold
from portal.core.errors import N_, Missing, Refused
from portal.followups import waiting
from portal.interviews import addresses
from portal.staff import mails, queries
from portal.staff.rules import INVITED, Counts, state


def invite(
    session: Session, *, name: str, email: str, role: str, office_id: UUID | None, by: By, now: datetime
) -> Account:
    """Add a colleague and email them an invitation; raise `Refused` at `email` when someone has this address."""
    _refuse_known(session, email)
    zone = agencies.profile(session).time_zone
    account = accounts.create(
        session, name=name, email=email, role=role, time_zone=zone, office_id=office_id, by=by, now=now
    )
    accounts.invite(session, account, by=by, now=now)
    return account


def invite_again(session: Session, account: Account, *, by: By, now: datetime) -> None:
    """Email a new invitation; earlier links stop working. Raise `Refused` unless the account is only invited."""
    hold(session, account)
    if state(account.accepted_at, account.deactivated_at) != INVITED:
        raise Refused(N_("%(name)s has no open invitation."), name=account.name)
    accounts.invite(session, account, by=by, now=now)


def change_role(
    session: Session, account: Account, role: str, office_id: UUID | None, *, by: By, now: datetime
) -> None:
    """Give the colleague this role and office.

    Raise `Refused` at `role` for the last owner, and for a new viewer whose work has not been handed over.
    """
    hold(session, account)
    if role == VIEWER and queries.holdings(session, account).counts.any:
        raise Refused(
            N_("%(name)s still has work here, and viewers can’t do it. Hand it over first."),
            field="role",
            name=account.name,
        )
    accounts.change_role(session, account, role, office_id, by=by, now=now)


def deactivate(session: Session, account: Account, to: Account | None, *, by: By, now: datetime) -> Counts:
    """End the colleague's access at once and hand over what they look after; return how much that was.

    `to` may be None where there is nothing to hand over. Raise `Refused` for the last owner, or as `hand_over` does.
    """
    _lock(session, account, to)
    if account.deactivated_at is not None:
        raise Refused(N_("%(name)s is deactivated already."), name=account.name)
    counts = Counts()
    if to is not None:
        counts = _move(session, account, to, by=by, now=now)
    elif queries.holdings(session, account).counts.any:
        raise Refused(N_("Choose who takes over."), field="to")
    accounts.deactivate(session, account, by=by, now=now)
    return counts


def hand_over(session: Session, account: Account, to: Account | None, *, by: By, now: datetime) -> Counts:
    """Give everything that the colleague looks after to `to`, who gets one email; return how much that was.

    Raise `Refused` at `to` where `to` is no one, deactivated, a viewer, or the same person.
    """
    _lock(session, account, to)
    if to is None:
        raise Refused(N_("Choose who takes over."), field="to")
    return _move(session, account, to, by=by, now=now)


def reactivate(session: Session, account: Account, *, by: By, now: datetime) -> None:
    """Let the colleague sign in again; who never accepted the invitation gets a new one."""
    hold(session, account)
    if account.deactivated_at is None:
        return
    accounts.reactivate(session, account, by=by, now=now)
    if account.accepted_at is None:
        accounts.invite(session, account, by=by, now=now)


def _move(session: Session, account: Account, to: Account, *, by: By, now: datetime) -> Counts:
    _refuse_unable(account, to)
    held = queries.holdings(session, account)
    for candidate in held.candidates:
        audit.change(session, "candidate.hand_over", candidate, {"recruiter_id": to.id}, by=by, now=now)
        session.expire(candidate, ["recruiter"])
    requests = _requests(session, held.requests, to, by=by, now=now)
    notes = _approvals(session, held.approvals, to, by=by, now=now)
    counts = Counts(len(held.candidates), len(requests), len(notes), len(held.cards))
    if counts.any:
        changes = {name: (number, 0) for name, number in asdict(counts).items()}
        event = audit.record(session, "account.hand_over", account, by=by, now=now, changes=changes)
        mails.tell(session, event.id, account, to, counts, requests, by=by, now=now)
    return counts


def _requests(
    session: Session, rows: Sequence[ContactRequest], to: Account, *, by: By, now: datetime
) -> Sequence[ContactRequest]:
    """Return the requests that are with `to` now; one that they may not see is free for others."""
    seen = queries.viewer_of(session, to)
    moved = []
    for row in rows:
        try:
            waiting.request(session, seen, row.id)
        except Missing:
            addresses.release(session, row, by=by, now=now)
            continue
        _take_over(session, "contact_request.hand_over", row, to, by=by, now=now)
        moved.append(row)
    return moved


def _approvals(session: Session, rows: Sequence[Approval], to: Account, *, by: By, now: datetime) -> Sequence[Approval]:
    """Return the notes to review that are with `to` now; one that they may not see is free for others."""
    seen = queries.viewer_of(session, to)
    moved = []
    for row in rows:
        try:
            approval_queries.one(session, seen, row.id)
        except Missing:
            approvals.release(session, row, by=by, now=now)
            continue
        _take_over(session, "approval.hand_over", row, to, by=by, now=now)
        moved.append(row)
    return moved


def _take_over(
    session: Session, action: str, row: ContactRequest | Approval, to: Account, *, by: By, now: datetime
) -> None:
    """Name `to` as who took the row, where it was taken at all."""
    if row.taken_by_id is not None:
        audit.change(session, action, row, {"taken_by_id": to.id, "taken_at": now}, by=by, now=now)


def _lock(session: Session, account: Account, to: Account | None) -> None:
    """Lock both accounts, always in the same order: two hand-overs at once wait for each other."""
    both = [account] if to is None or to is account else [account, to]
    for row in sorted(both, key=lambda one: one.id):
        hold(session, row)


def _refuse_unable(account: Account, to: Account) -> None:
    if to.id == account.id:
        raise Refused(N_("Choose someone else: %(name)s is the one who hands over."), field="to", name=to.name)
    if to.deactivated_at is not None:
        raise Refused(N_("%(name)s is deactivated. Choose someone who works here."), field="to", name=to.name)
    if not queries.can_take_over(to):
        raise Refused(N_("%(name)s is a viewer. Choose an owner or a recruiter."), field="to", name=to.name)


def _refuse_known(session: Session, email: str) -> None:
    """Raise `Refused` at `email`, with who has the address already."""
    account = account_queries.by_email(session, email)
    is_candidate = session.scalar(select(Candidate.id).where(Candidate.email_key == email_key(email))) is not None
    if is_candidate or (account is not None and account.role == CANDIDATE):
        raise Refused(N_("This is a candidate’s email address. Use a different one."), field="email")
    if account is None:
        return
    if account.deactivated_at is not None:
        raise Refused(N_("%(name)s was here before. Reactivate them instead."), field="email", name=account.name)
    raise Refused(N_("%(name)s is already here with this email address."), field="email", name=account.name)
