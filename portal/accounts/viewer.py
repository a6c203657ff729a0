"""The person who is looking: the one argument through which rows about people are loaded."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from portal.accounts import permissions, rules
from portal.core.command import Actor


@dataclass(frozen=True)
class Viewer:
    """A signed-in account of the entered agency.

    `away_from` and `back_on` are their first days away and back where they are away or plan to be.
    `list_view` is how they see lists, `compact` or `comfortable`; `single_keys` whether a key alone is a command.
    `locale` writes dates and times for them; None for the agency's.
    `scope` is how far a recruiter sees: `own`, `office` or `agency`, never wider than the agency allows.
    `token` is that of the session they are signed in by, and `confirmed_at` when they last entered their password in
    it; both are None where mail is written for them, and `has_second_factor` is False.
    Flask-Login takes a viewer as its user: it reads the three flags and `get_id`.
    """

    is_authenticated: ClassVar[bool] = True
    is_active: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False

    account_id: uuid.UUID
    role: str
    name: str
    email: str
    time_zone: str
    office_id: uuid.UUID | None
    scope: str
    origin: str | None = None
    away_from: date | None = None
    back_on: date | None = None
    list_view: str = "compact"
    single_keys: bool = True
    locale: str | None = None
    token: str | None = field(default=None, repr=False, compare=False)
    confirmed_at: datetime | None = field(default=None, compare=False)
    has_second_factor: bool = field(default=False, compare=False)

    def get_id(self) -> str | None:
        """Return what the cookie holds: the session's token, not the account's id, so that a session can be revoked."""
        return self.token

    @property
    def is_candidate(self) -> bool:
        return self.role == rules.CANDIDATE

    @property
    def by(self) -> Actor:
        """Return the viewer as the one who acts."""
        return Actor("account", self.account_id, self.role, self.origin)

    def may(self, permission: str) -> bool:
        return permissions.has_permission(self.role, permission)
