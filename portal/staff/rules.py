"""The states of a colleague's account, and who may take over from a colleague."""

from dataclasses import dataclass
from datetime import datetime

INVITED, ACTIVE, DEACTIVATED = "invited", "active", "deactivated"
TAKEOVER_ROLES = ("owner", "recruiter")


@dataclass(frozen=True)
class WorkloadCounts:
    """How much a colleague looks after: candidates, open contact requests, notes to review, and cards to mail."""

    candidates: int = 0
    requests: int = 0
    approvals: int = 0
    cards: int = 0

    @property
    def any(self) -> bool:
        return bool(self.candidates or self.requests or self.approvals or self.cards)


def account_state(accepted_at: datetime | None, deactivated_at: datetime | None) -> str:
    """Return `invited`, `active` or `deactivated`."""
    if deactivated_at is not None:
        return DEACTIVATED
    return ACTIVE if accepted_at is not None else INVITED
