"""Who acts, and the command of an action: whose it is, at which moment, in which session."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Actor:
    """Who acts: an account, the portal itself, an operator at the command line, or a visitor not signed in.

    `role` is the account's role; `origin` where the request came from, such as its id.
    """

    kind: str
    account_id: uuid.UUID | None = None
    role: str | None = None
    origin: str | None = None


PORTAL = Actor("portal")
OPERATOR = Actor("operator")
VISITOR = Actor("visitor")


@dataclass(frozen=True)
class Command:
    """What every action takes first: the session that it changes, who acts, and the moment it happens.

    A request has one (`request_cycle.command`). What follows from an action by another actor, or as of another moment,
    takes `dataclasses.replace(command, by=PORTAL)`.
    """

    session: Session
    by: Actor
    now: datetime
