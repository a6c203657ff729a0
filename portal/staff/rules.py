"""The states of a colleague's account, and who may take over from a colleague."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

INVITED, ACTIVE, DEACTIVATED = "invited", "active", "deactivated"
TAKEOVER_ROLES = ("owner", "recruiter")
UNDO_PERIOD = timedelta(days=1)
"""How long the deactivation of a colleague, with its hand-over, can be undone."""


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

    @classmethod
    def total(cls, several: Iterable["WorkloadCounts"]) -> "WorkloadCounts":
        """Return the sum of them."""
        rows = [astuple(counts) for counts in several]
        return cls(*(sum(column) for column in zip(*rows, strict=True)))


def undo_until(deactivated_at: datetime) -> datetime:
    """Return until when a deactivation can be undone."""
    return deactivated_at + UNDO_PERIOD


def account_state(accepted_at: datetime | None, deactivated_at: datetime | None) -> str:
    """Return `invited`, `active` or `deactivated`."""
    if deactivated_at is not None:
        return DEACTIVATED
    return ACTIVE if accepted_at is not None else INVITED


def is_withdrawn(accepted_at: datetime | None, deactivated_at: datetime | None) -> bool:
    """Return whether the account is what is left of an invitation that was withdrawn before anyone accepted it."""
    return deactivated_at is not None and accepted_at is None
