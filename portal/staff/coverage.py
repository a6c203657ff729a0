"""Which part of a colleague's work a substitute can do while they are away."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts import acting, rules
from portal.accounts.models import Account
from portal.agencies import queries as agencies
from portal.staff import workload
from portal.staff.workload import Workload


@dataclass(frozen=True)
class Coverage:
    """How many of a colleague's candidates the substitute acts for, and who acts for the others.

    `is_substitute_away` where the substitute is away, so that an owner acts until they are back.
    """

    candidates: int
    covered: int
    owner: Account | None
    is_substitute_away: bool = False


def coverage(session: Session, account: Account, substitute: Account | None, now: datetime) -> Coverage:
    """Return how far the substitute can fill in for the colleague at `now`."""
    held = workload.load_workload(session, account)
    seen = covered_by(session, held, substitute) if substitute else held.limited_to(())
    return Coverage(
        len(held.candidates),
        len(seen.candidates),
        acting.first_owner(session, now),
        substitute is not None and substitute.is_away(now),
    )


def covered_by(session: Session, held: Workload, substitute: Account) -> Workload:
    """Return the part of a colleague's work that the substitute may see."""
    visibility = agencies.profile(session).visibility
    return held.limited_to(
        {
            row.id
            for row in held.candidates
            if rules.may_see_candidate(substitute.role, visibility, substitute.office_id, row.office_id)
        }
    )
