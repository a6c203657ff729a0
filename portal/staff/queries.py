"""Questions about the people who work at the agency, and what each of them looks after."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts import queries as accounts
from portal.accounts.models import Account, AccountToken, SignIn
from portal.accounts.rules import STAFF, email_key
from portal.applications.models import Application
from portal.candidates.models import Candidate
from portal.core.errors import NotFound
from portal.interviews.models import Interview


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


def open_invitations(session: Session) -> Sequence[Account]:
    """Return the accounts of those who have not accepted their invitation yet, by name."""
    query = select(Account).where(Account.role.in_(STAFF), Account.accepted_at.is_(None))
    return session.scalars(query.where(Account.deactivated_at.is_(None)).order_by(Account.name, Account.id)).all()


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


def interviews_ahead(session: Session, candidate_ids: Collection[uuid.UUID], now: datetime) -> int:
    """Return how many planned interviews these candidates still have ahead of them."""
    query = (
        select(func.count())
        .select_from(Interview)
        .join(Interview.application)
        .where(Application.candidate_id.in_(candidate_ids), Interview.starts_at > now, Interview.status == "planned")
    )
    return session.scalar(query) or 0
