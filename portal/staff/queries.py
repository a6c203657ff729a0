"""The people who work at the agency, and what each of them looks after."""

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
from portal.core.errors import Missing
from portal.followups import waiting
from portal.staff.rules import TAKES_OVER, Counts

Taken = TypeVar("Taken", ContactRequest, Approval)


@dataclass(frozen=True)
class Holdings:
    """What a colleague looks after: the candidates, and the work that no one else has taken."""

    candidates: Sequence[Candidate]
    requests: Sequence[ContactRequest]
    approvals: Sequence[Approval]
    cards: Sequence[Card]

    @property
    def counts(self) -> Counts:
        return Counts(len(self.candidates), len(self.requests), len(self.approvals), len(self.cards))


def people(session: Session) -> Sequence[Account]:
    """Return the accounts of everyone who works at the agency, by name, with their offices."""
    query = select(Account).where(Account.role.in_(STAFF)).options(joinedload(Account.office))
    return session.scalars(query.order_by(Account.name, Account.id)).all()


def person(session: Session, account_id: uuid.UUID) -> Account:
    """Return the account of one colleague; raise `Missing` for a candidate's."""
    account = accounts.one(session, account_id)
    if account.role not in STAFF:
        raise Missing("colleague")
    return account


def by_email(session: Session, email: str) -> Account | None:
    """Return the account of the colleague who signs in with this email address."""
    return session.scalar(select(Account).where(Account.email_key == email_key(email), Account.role.in_(STAFF)))


def last_sign_ins(session: Session) -> Mapping[uuid.UUID, datetime]:
    """Return when each colleague last signed in, by account; those who never did are left out."""
    query = select(SignIn.account_id, func.max(SignIn.authenticated_at)).join(SignIn.account)
    return dict(session.execute(query.where(Account.role.in_(STAFF)).group_by(SignIn.account_id)).all())


def invitations_until(session: Session) -> Mapping[uuid.UUID, datetime]:
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


def colleagues_of(session: Session, account: Account) -> Sequence[Account]:
    """Return the colleagues who can take over from this one, by name."""
    return [row for row in people(session) if row.id != account.id and can_take_over(row)]


def can_take_over(account: Account) -> bool:
    """Whether the account may look after candidates: an owner or a recruiter who works here."""
    return account.role in TAKES_OVER and account.deactivated_at is None


def holdings(session: Session, account: Account) -> Holdings:
    """Return what the colleague looks after. Work that someone else has taken stays with them."""
    own = accounts.viewer_as(account, "agency", "own")
    requests = session.scalars(waiting.open_requests(own)).all()
    notes = session.scalars(approvals.waiting(own)).all()
    return Holdings(
        session.scalars(candidates.visible_to(own).order_by(Candidate.id)).all(),
        _with(account, [*requests, *contacts.taken_by(session, account.id)]),
        _with(account, [*notes, *approvals.taken_by(session, account.id)]),
        session.scalars(cards.given_to_agency(own)).all(),
    )


def viewer_of(session: Session, account: Account) -> Viewer:
    """Return the colleague as a viewer who sees as far as the agency allows."""
    return accounts.viewer_as(account, agencies.profile(session).visibility)


def _with(account: Account, rows: Sequence[Taken]) -> Sequence[Taken]:
    """Return each row once, without those that someone else has taken."""
    mine = {row.id: row for row in rows if row.taken_by_id in (None, account.id)}
    return list(mine.values())
