"""What a colleague looks after, and who may take it over."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.accounts.viewer import Viewer
from portal.agencies import queries as agencies
from portal.approvals import queries as approvals
from portal.approvals.models import Approval
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.cards import queries as cards
from portal.cards.models import Card
from portal.contacts import queries as contacts
from portal.contacts.models import ContactRequest
from portal.followups import request_queries
from portal.staff import queries
from portal.staff.rules import TAKEOVER_ROLES, WorkloadCounts

Taken = TypeVar("Taken", ContactRequest, Approval)


@dataclass(frozen=True)
class Workload:
    """What a colleague looks after: the candidates, and the work that no one else has taken.

    `candidate_ids` says which of the candidates each request, note, and card is for, by its id; one that the colleague
    took for someone else's candidate is left out.
    """

    candidates: Sequence[Candidate]
    requests: Sequence[ContactRequest]
    approvals: Sequence[Approval]
    cards: Sequence[Card]
    candidate_ids: Mapping[uuid.UUID, uuid.UUID]

    @property
    def counts(self) -> WorkloadCounts:
        return WorkloadCounts(len(self.candidates), len(self.requests), len(self.approvals), len(self.cards))

    def limited_to(self, chosen: Collection[uuid.UUID]) -> "Workload":
        """Return these candidates only, with what is for them."""
        kept = {task for task, candidate_id in self.candidate_ids.items() if candidate_id in chosen}
        return replace(
            self,
            candidates=[row for row in self.candidates if row.id in chosen],
            requests=[row for row in self.requests if row.id in kept],
            approvals=[row for row in self.approvals if row.id in kept],
            cards=[row for row in self.cards if row.id in kept],
        )


def possible_successors(session: Session, account: Account) -> Sequence[Account]:
    """Return the colleagues who can take over from this one, by name."""
    return [row for row in queries.colleagues(session) if row.id != account.id and can_take_over(row)]


def can_take_over(account: Account) -> bool:
    """Return whether the account may look after candidates: an active owner or recruiter."""
    return account.role in TAKEOVER_ROLES and account.deactivated_at is None


def load_workload(session: Session, account: Account) -> Workload:
    """Return what the colleague looks after. Work that someone else has taken stays with them."""
    own = accounts.viewer_as(account, "agency", "own")
    mine = session.scalars(candidates.visible_to(own).order_by(Candidate.id)).all()
    open_requests = session.scalars(request_queries.open_requests_visible_to(own)).all()
    notes = session.scalars(approvals.pending_approvals(own)).all()
    requests = _available_to(account, [*open_requests, *contacts.claimed_by(session, account.id)])
    pending = _available_to(account, [*notes, *approvals.claimed_by(session, account.id)])
    unmailed = session.scalars(cards.cards_at_agency(own)).all()
    waiting = _candidates_of_requests(session, own, requests)
    for_note = {row.id: row.note.interview.application.candidate_id for row in pending}
    for_note |= {row.id: row.note.interview.application.candidate_id for row in unmailed}
    own_ids = {row.id for row in mine}
    known = {task: found for task, found in (waiting | for_note).items() if found in own_ids}
    return Workload(mine, requests, pending, unmailed, known)


def viewer_of(session: Session, account: Account) -> Viewer:
    """Return the colleague as a viewer who sees as far as the agency allows."""
    return accounts.viewer_as(account, agencies.profile(session).visibility)


def _candidates_of_requests(
    session: Session, own: Viewer, requests: Sequence[ContactRequest]
) -> dict[uuid.UUID, uuid.UUID]:
    """Return, by request, the candidate it was made for if the viewer has them, else the first of theirs who waits."""
    waiting = request_queries.waiting_candidates_by_contact(session, own, requests)
    found = {}
    for row in requests:
        ids = [candidate.id for candidate in waiting[row.contact_id]]
        if ids:
            found[row.id] = row.candidate_id if row.candidate_id in ids else ids[0]
    return found


def _available_to(account: Account, rows: Sequence[Taken]) -> Sequence[Taken]:
    """Return each row once, without those that someone else has taken."""
    mine = {row.id: row for row in rows if row.claimed_by_id in (None, account.id)}
    return list(mine.values())
