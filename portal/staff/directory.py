"""The list of the people who work at the agency: one row each, found by name or address, sorted by any column."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.accounts.rules import ROLES
from portal.staff import queries
from portal.staff.rules import ACTIVE, DEACTIVATED, INVITED, account_state, is_withdrawn

_STATES = (ACTIVE, INVITED, DEACTIVATED)
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class DirectoryRow:
    """One row: the account, how many candidates it has, when it last signed in, and until when its invitation holds."""

    account: Account
    state: str
    candidates: int
    last_sign_in: datetime | None
    invited_until: datetime | None
    has_second_factor: bool


SORT_KEYS: dict[str, Callable[[DirectoryRow], Any]] = {
    "name": lambda row: row.account.name.casefold(),
    "role": lambda row: ROLES.index(row.account.role),
    "office": lambda row: (
        row.account.office is None,
        row.account.office.name.casefold() if row.account.office else "",
    ),
    "candidates": lambda row: row.candidates,
    "factor": lambda row: row.has_second_factor,
    "signed_in": lambda row: row.last_sign_in or _NEVER,
    "state": lambda row: _STATES.index(row.state),
}
"""The columns that the list can be sorted by."""


def load_directory(session: Session) -> list[DirectoryRow]:
    """Return everyone who works at the agency or is invited to, by name; without withdrawn invitations."""
    last, expiries = queries.last_sign_ins(session), queries.invitation_expiries(session)
    candidates, factors = queries.candidate_counts(session), accounts.accounts_with_second_factor(session)
    return [
        DirectoryRow(
            row,
            account_state(row.accepted_at, row.deactivated_at),
            candidates.get(row.id, 0),
            last.get(row.id),
            expiries.get(row.id),
            row.id in factors,
        )
        for row in queries.colleagues(session)
        if not is_withdrawn(row.accepted_at, row.deactivated_at)
    ]


def matching(rows: Iterable[DirectoryRow], words: str) -> list[DirectoryRow]:
    """Return the rows with every typed word in their name or address."""
    wanted = words.casefold().split()
    return [row for row in rows if all(word in f"{row.account.name} {row.account.email}".casefold() for word in wanted)]


def sorted_by(rows: Sequence[DirectoryRow], column: str, *, descending: bool) -> list[DirectoryRow]:
    """Return the rows sorted by this column, equal ones by name; by name where there is no such column."""
    by_name = sorted(rows, key=SORT_KEYS["name"])
    return sorted(by_name, key=SORT_KEYS.get(column, SORT_KEYS["name"]), reverse=descending)
