"""What a colleague looks after, and who may take it over."""

from collections.abc import Sequence
from dataclasses import dataclass
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
    """What a colleague looks after: the candidates, and the work that no one else has taken."""

    candidates: Sequence[Candidate]
    requests: Sequence[ContactRequest]
    approvals: Sequence[Approval]
    cards: Sequence[Card]

    @property
    def counts(self) -> WorkloadCounts:
        return WorkloadCounts(len(self.candidates), len(self.requests), len(self.approvals), len(self.cards))


def possible_successors(session: Session, account: Account) -> Sequence[Account]:
    """Return the colleagues who can take over from this one, by name."""
    return [row for row in queries.colleagues(session) if row.id != account.id and can_take_over(row)]


def can_take_over(account: Account) -> bool:
    """Return whether the account may look after candidates: an active owner or recruiter."""
    return account.role in TAKEOVER_ROLES and account.deactivated_at is None


def load_workload(session: Session, account: Account) -> Workload:
    """Return what the colleague looks after. Work that someone else has taken stays with them."""
    own = accounts.viewer_as(account, "agency", "own")
    requests = session.scalars(request_queries.open_requests_visible_to(own)).all()
    notes = session.scalars(approvals.pending_approvals(own)).all()
    return Workload(
        session.scalars(candidates.visible_to(own).order_by(Candidate.id)).all(),
        _available_to(account, [*requests, *contacts.claimed_by(session, account.id)]),
        _available_to(account, [*notes, *approvals.claimed_by(session, account.id)]),
        session.scalars(cards.cards_at_agency(own)).all(),
    )


def viewer_of(session: Session, account: Account) -> Viewer:
    """Return the colleague as a viewer who sees as far as the agency allows."""
    return accounts.viewer_as(account, agencies.profile(session).visibility)


def _available_to(account: Account, rows: Sequence[Taken]) -> Sequence[Taken]:
    """Return each row once, without those that someone else has taken."""
    mine = {row.id: row for row in rows if row.claimed_by_id in (None, account.id)}
    return list(mine.values())
