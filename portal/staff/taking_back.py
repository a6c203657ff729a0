"""Giving back what a colleague handed over, as far as it is still with the person who got it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from sqlalchemy import Select, and_, select, update
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
    found: dict[uuid.UUID, Offer] = {}
    for name, query in _still_with(account).items():
        for to, subject_id in session.execute(query):
            getattr(found.setdefault(to.id, Offer(to)), name).append(subject_id)
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
        .values(taken_back_at=command.now)
    )
    counts = {name: (0, number) for name, number in asdict(offer.counts).items()}
    event = audit.record(command, "account.take_back", account, changes={"from_id": (None, old.id), **counts})
    mails.enqueue_taken_back(command, event.id, account, old, offer.counts)


def _still_with(account: Account) -> Mapping[str, Select[Account, uuid.UUID]]:
    requests = _items(account, ContactRequest, ContactRequest.claimed_by_id)
    notes = _items(account, Approval, Approval.claimed_by_id)
    return {
        "candidates": _items(account, Candidate, Candidate.recruiter_id),
        "requests": requests.where(ContactRequest.closed_at.is_(None)),
        "approvals": notes.where(Approval.decided_at.is_(None)),
    }


def _items(
    account: Account,
    model: type[Candidate | ContactRequest | Approval],
    holder: InstrumentedAttribute[uuid.UUID | None],
) -> Select[Account, uuid.UUID]:
    """Return who has which of the handed-over rows, where no audit event after the hand-over names the same column."""
    reassigned = select(AuditEvent.id).where(
        AuditEvent.subject_kind == model.__tablename__,
        AuditEvent.subject_id == HandOverItem.subject_id,
        AuditEvent.fields.contains([holder.key]),
        AuditEvent.id > HandOverItem.id,
    )
    return (
        select(Account, HandOverItem.subject_id)
        .select_from(HandOverItem)
        .join(HandOverItem.hand_over)
        .join(model, and_(model.agency_id == HandOverItem.agency_id, model.id == HandOverItem.subject_id))
        .join(Account, and_(Account.agency_id == HandOverItem.agency_id, Account.id == HandOverItem.to_id))
        .where(HandOver.account_id == account.id, HandOverItem.kind == model.__tablename__)
        .where(HandOverItem.taken_back_at.is_(None), holder == HandOverItem.to_id, ~reassigned.exists())
        .order_by(HandOverItem.id)
    )
