"""Who acts for a candidate now: their recruiter, the substitute of one who is away, or an owner."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from portal.accounts import queries, rules
from portal.accounts.models import Account
from portal.agencies import queries as agencies
from portal.agencies.emails import ReplyReader


class LookedAfter(Protocol):
    """A candidate: all that is needed to find who acts for them."""

    @property
    def id(self) -> Any: ...

    @property
    def office_id(self) -> Any: ...

    @property
    def recruiter(self) -> Any: ...


def acting_colleagues(
    session: Session, candidates: Sequence[LookedAfter], now: datetime
) -> dict[uuid.UUID, Account | None]:
    """Return, by candidate, who gets their requests and replies at `now`; None where the agency has no active owner.

    Nothing is read while every candidate's recruiter is here.
    """
    if all(_is_here(row.recruiter, now) for row in candidates):
        return {row.id: row.recruiter for row in candidates}
    owners = queries.active_owners(session)
    visibility = agencies.profile(session).visibility
    wanted = {row.recruiter.substitute_id for row in candidates if row.recruiter} - {None}
    substitutes = queries.accounts_by_id(session, wanted)
    return {row.id: _acting(row, substitutes, owners, visibility, now) for row in candidates}


def acting_colleague(session: Session, candidate: LookedAfter, now: datetime) -> Account | None:
    """Return who gets this candidate's requests and replies at `now`, as `acting_colleagues` does."""
    return acting_colleagues(session, [candidate], now)[candidate.id]


def first_owner(session: Session, now: datetime) -> Account | None:
    """Return an owner who isn't away; without one, any; None where none is active."""
    return _owner(queries.active_owners(session), None, now)


def owner_for(session: Session, account: Account, now: datetime) -> Account | ReplyReader | None:
    """Return the owner who reads a reply to an email about this account; None where that is their own."""
    owner = first_owner(session, now)
    if owner is None or owner.id == account.id:
        return None
    return reader_as(owner) if account.role == rules.CANDIDATE else owner


def reply_reader(session: Session, candidate: LookedAfter, now: datetime) -> ReplyReader | None:
    """Return who reads a reply to this candidate's email, and for which recruiter."""
    return reader_of(candidate, acting_colleague(session, candidate, now))


def reader_of(candidate: LookedAfter, acting: Account | None) -> ReplyReader | None:
    """Return the acting colleague as who reads a reply, with the recruiter's name where that one is away."""
    if acting is None:
        return None
    recruiter = candidate.recruiter
    is_away = recruiter is not None and recruiter.deactivated_at is None and recruiter.id != acting.id
    return reader_as(acting, recruiter.name if is_away else None)


def reader_as(account: Account, fills_in_for: str | None = None) -> ReplyReader:
    """Return the colleague as who reads a candidate's reply."""
    return ReplyReader(account.name, account.email, fills_in_for, account.phone)


def covered(candidate: LookedAfter, account_id: uuid.UUID | None, now: datetime) -> dict[str, Any]:
    """Return which recruiter this account fills in for, as emails say it: their name, and the day they are back."""
    recruiter: Account | None = candidate.recruiter
    if recruiter is None or recruiter.id == account_id or not recruiter.is_away(now):
        return {"away": None, "back_on": None}
    return {"away": recruiter.name, "back_on": recruiter.back_on}


def _acting(
    row: LookedAfter,
    substitutes: dict[uuid.UUID, Account],
    owners: Sequence[Account],
    visibility: str,
    now: datetime,
) -> Account | None:
    recruiter: Account | None = row.recruiter
    substitute = substitutes.get(recruiter.substitute_id) if recruiter and recruiter.substitute_id else None
    acts = rules.who_acts(
        rules.Availability(recruiter.deactivated_at is None, recruiter.is_away(now)) if recruiter else None,
        _as_substitute(substitute, row.office_id, visibility, now) if substitute else None,
    )
    if acts == rules.ACTS_RECRUITER:
        return recruiter
    return substitute if acts == rules.ACTS_SUBSTITUTE else _owner(owners, recruiter, now)


def _as_substitute(account: Account, office_id: uuid.UUID | None, visibility: str, now: datetime) -> rules.Availability:
    return rules.Availability(
        account.deactivated_at is None and account.role in (rules.OWNER, rules.RECRUITER),
        account.is_away(now),
        rules.may_see_candidate(account.role, visibility, account.office_id, office_id),
    )


def _is_here(account: Account | None, now: datetime) -> bool:
    return account is not None and account.deactivated_at is None and not account.is_away(now)


def _owner(owners: Sequence[Account], recruiter: Account | None, now: datetime) -> Account | None:
    """Return an owner who isn't away; without one, the recruiter if they still work here, else any owner."""
    here = next((row for row in owners if not row.is_away(now)), None)
    still_works = recruiter is not None and recruiter.deactivated_at is None
    return here or (recruiter if still_works else None) or next(iter(owners), None)
