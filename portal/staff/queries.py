"""Questions about the people who work at the agency, and what each of them looks after."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts import queries as accounts
from portal.accounts.models import Account, AccountToken, SignIn
from portal.accounts.rules import STAFF, email_key
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
from portal.core.errors import NotFound
from portal.followups import request_queries
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


@dataclass(frozen=True)
class PeopleCounts:
    """How many people work at the agency, invited and deactivated ones too, and how many candidates it has."""

    colleagues: int
    candidates: int


def count_people(session: Session) -> PeopleCounts:
    """Return how many people the entered agency has."""
    staff = select(func.count()).where(Account.role.in_(STAFF)).scalar_subquery()
    row = session.execute(select(staff, select(func.count(Candidate.id)).scalar_subquery())).one()
    return PeopleCounts(*row)


def colleagues(session: Session) -> Sequence[Account]:
    """Return the accounts of everyone who works at the agency, by name, with their offices."""
    query = select(Account).where(Account.role.in_(STAFF)).options(joinedload(Account.office))
    return session.scalars(query.order_by(Account.name, Account.id)).all()


def get_colleague(session: Session, account_id: uuid.UUID) -> Account:
    """Return the account of one colleague; raise `NotFound` for a candidate's."""
    account = accounts.get_account(session, account_id)
    if account.role not in STAFF:
        raise NotFound("colleague")
    return account


def find_colleague(session: Session, email: str) -> Account | None:
    """Return the account of the colleague who signs in with this email address."""
    return session.scalar(select(Account).where(Account.email_key == email_key(email), Account.role.in_(STAFF)))


def last_sign_ins(session: Session) -> Mapping[uuid.UUID, datetime]:
    """Return when each colleague last signed in, by account; those who never did are left out."""
    query = select(SignIn.account_id, func.max(SignIn.authenticated_at)).join(SignIn.account)
    return dict(session.execute(query.where(Account.role.in_(STAFF)).group_by(SignIn.account_id)).all())


def invitation_expiries(session: Session) -> Mapping[uuid.UUID, datetime]:
    """Return when the last invitation link of each colleague who has not accepted expires, by account."""
    query = (
        select(AccountToken.account_id, func.max(AccountToken.expires_at))
        .join(AccountToken.account)
        .where(AccountToken.purpose == "invitation", Account.role.in_(STAFF), Account.accepted_at.is_(None))
    )
    return dict(session.execute(query.group_by(AccountToken.account_id)).all())


def candidate_counts(session: Session) -> Mapping[uuid.UUID | None, int]:
    """Return how many candidates each recruiter has, by account; None is those who have no recruiter."""
    return dict(session.execute(select(Candidate.recruiter_id, func.count()).group_by(Candidate.recruiter_id)).all())


def possible_successors(session: Session, account: Account) -> Sequence[Account]:
    """Return the colleagues who can take over from this one, by name."""
    return [row for row in colleagues(session) if row.id != account.id and can_take_over(row)]


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
