"""Giving back what a colleague handed over, as far as it is still with the person who got it."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field

from sqlalchemy import ColumnElement, Select, select, true, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.accounts.models import Account
from portal.approvals.models import Approval
from portal.audit import actions as audit
from portal.audit.models import AuditEvent
from portal.candidates.models import Candidate
from portal.contacts.models import ContactRequest
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.staff import mails, reassigning, workload
from portal.staff.handing_over import lock_accounts
from portal.staff.models import HandOver, HandOverItem
from portal.staff.rules import WorkloadCounts


@dataclass(frozen=True)
class _Kind:
    """What can be handed over: its table, the column that says who has it, and the condition that it still is work."""

    model: type[Candidate | ContactRequest | Approval]
    holder: InstrumentedAttribute[uuid.UUID | None]
    is_open: ColumnElement[bool]


_KINDS = {
    "candidates": _Kind(Candidate, Candidate.recruiter_id, true()),
    "requests": _Kind(ContactRequest, ContactRequest.claimed_by_id, ContactRequest.closed_at.is_(None)),
    "approvals": _Kind(Approval, Approval.claimed_by_id, Approval.decided_at.is_(None)),
}
"""By the field of an `Offer`."""


@dataclass
class Offer:
    """What one colleague got and still has: the ids of candidates, and of requests and notes they took over."""

    to: Account
    candidates: list[uuid.UUID] = field(default_factory=list)
    requests: list[uuid.UUID] = field(default_factory=list)
    approvals: list[uuid.UUID] = field(default_factory=list)

    @property
    def counts(self) -> WorkloadCounts:
        return WorkloadCounts(len(self.candidates), len(self.requests), len(self.approvals))


def offers(session: Session, account: Account) -> Sequence[Offer]:
    """Return what each colleague still has of this one's hand-overs, by name.

    What was reassigned since by anyone, even to the same person, is left out.
    """
    items = _items_left(session, account)
    still = {name: _still_with(session, items, kind) for name, kind in _KINDS.items()}
    holders = {item.to_id for rows in still.values() for item in rows}
    accounts = session.scalars(select(Account).where(Account.id.in_(holders)))
    found = {row.id: Offer(row) for row in accounts}
    for name, rows in still.items():
        for item in rows:
            getattr(found[item.to_id], name).append(item.subject_id)
    return sorted(found.values(), key=lambda offer: (offer.to.name, offer.to.id))


def take_back(command: Command, account: Account, to: Sequence[Account] | None = None) -> Sequence[Offer]:
    """Give the colleague back what these (or all) still have of it, email each of them, and return what that was.

    Raise `ActionRefused` while the colleague cannot look after candidates.
    """
    lock_accounts(command.session, account, to or ())
    if not workload.can_take_over(account):
        raise ActionRefused(N_("%(name)s can’t look after candidates now."), name=account.name)
    chosen = None if to is None else {one.id for one in to}
    taken = [offer for offer in offers(command.session, account) if chosen is None or offer.to.id in chosen]
    for offer in taken:
        _take(command, account, offer)
    return taken


def _take(command: Command, account: Account, offer: Offer) -> None:
    old, new = offer.to, account
    moved = [
        *reassigning.move_candidates(command, "candidate.take_back", offer.candidates, old=old, new=new),
        *reassigning.move_claims(
            command, "contact_request.take_back", ContactRequest, offer.requests, old=old, new=new
        ),
        *reassigning.move_claims(command, "approval.take_back", Approval, offer.approvals, old=old, new=new),
    ]
    mine = select(HandOver.id).where(HandOver.account_id == account.id)
    command.session.execute(
        update(HandOverItem)
        .where(HandOverItem.hand_over_id.in_(mine), HandOverItem.subject_id.in_(moved))
        .values(taken_back_at=command.now),
        execution_options={"synchronize_session": "fetch"},
    )
    counts = {name: (0, number) for name, number in asdict(offer.counts).items()}
    event = audit.record(command, "account.take_back", account, changes={"from_id": (None, old.id), **counts})
    mails.enqueue_taken_back(command, event.id, account, old, offer.counts)


def _items_left(session: Session, account: Account) -> Sequence[HandOverItem]:
    query = select(HandOverItem).join(HandOverItem.hand_over).where(HandOver.account_id == account.id)
    return session.scalars(query.where(HandOverItem.taken_back_at.is_(None)).order_by(HandOverItem.id)).all()


def _still_with(session: Session, items: Sequence[HandOverItem], kind: _Kind) -> Sequence[HandOverItem]:
    """Return the items of this kind that who got them still has, with no later audit event that names who has it.

    Each table is asked on its own: joined, the database chose by statistics from before the rows were written.
    """
    mine = [item for item in items if item.kind == kind.model.__tablename__]
    ids = [item.subject_id for item in mine]
    if not ids:
        return ()
    holders = dict(
        session.execute(select(kind.model.id, kind.holder).where(kind.model.id.in_(ids), kind.is_open)).all()
    )
    last_events = dict(session.execute(_last_reassigned(kind, ids)).all())
    return [
        item
        for item in mine
        if holders.get(item.subject_id) == item.to_id and not (last_events.get(item.subject_id) or item.id) > item.id
    ]


def _last_reassigned(kind: _Kind, ids: Collection[uuid.UUID]) -> Select[uuid.UUID, uuid.UUID]:
    """Return the query for the last audit event of each of these rows that names who has it; their ids are in order."""
    return (
        select(AuditEvent.subject_id, AuditEvent.id)
        .where(
            AuditEvent.subject_kind == kind.model.__tablename__,
            AuditEvent.subject_id.in_(ids),
            AuditEvent.fields.contains([kind.holder.key]),
        )
        .ext(distinct_on(AuditEvent.subject_id))
        .order_by(AuditEvent.subject_id, AuditEvent.id.desc())
    )
