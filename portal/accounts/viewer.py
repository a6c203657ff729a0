"""Who is looking: the one argument through which rows of people are loaded."""

import uuid
from dataclasses import dataclass

from portal.accounts import rules
from portal.audit.actions import By


@dataclass(frozen=True)
class Viewer:
    """A signed-in account of the entered agency.

    `scope` is how far a recruiter sees: `own`, `office` or `agency`, never wider than the agency allows.
    """

    account_id: uuid.UUID
    role: str
    name: str
    email: str
    time_zone: str
    office_id: uuid.UUID | None
    scope: str
    origin: str | None = None

    @property
    def is_candidate(self) -> bool:
        return self.role == rules.CANDIDATE

    @property
    def by(self) -> By:
        """The viewer as the one who acts."""
        return By("account", self.account_id, self.role, self.origin)

    def may(self, permission: str) -> bool:
        return rules.may(self.role, permission)
