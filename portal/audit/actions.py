"""Record who did what, in the transaction that does it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.audit.models import AuditDetail, AuditEvent
from portal.core.db import TenantModel


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


def record(
    session: Session,
    action: str,
    subject: TenantModel,
    *,
    by: Actor,
    now: datetime,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
) -> AuditEvent:
    """Record an event. `changes` maps a field to its values before and after; `action` reads `thing.verb`."""
    event = AuditEvent(
        at=now,
        actor_kind=by.kind,
        actor_id=by.account_id,
        action=action,
        subject_kind=subject.__tablename__,
        subject_id=subject.id,
        fields=sorted(changes or ()),
        origin=by.origin,
    )
    session.add(event)
    session.flush()
    if changes:
        session.add(AuditDetail(event_id=event.id, changes={name: _to_json(pair) for name, pair in changes.items()}))
    return event


def apply_change(
    session: Session, action: str, subject: TenantModel, values: Mapping[str, Any], *, by: Actor, now: datetime
) -> bool:
    """Set the subject's columns to `values` and record what really changed; return False when nothing did."""
    changes = {name: (getattr(subject, name), value) for name, value in values.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not changes:
        return False
    for name, (_, value) in changes.items():
        setattr(subject, name, value)
    session.flush()
    record(session, action, subject, by=by, now=now, changes=changes)
    return True


def _to_json(pair: tuple[Any, Any]) -> list[Any]:
    return [value if isinstance(value, (bool, int, float, str, type(None))) else str(value) for value in pair]
