"""Questions about the audit log: each reads as many rows as it returns, however many there are."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Select, Text, cast, func, select, true, tuple_
from sqlalchemy.orm import Session, aliased

from portal.audit.models import AuditDetail, AuditEvent


@dataclass(frozen=True)
class AuditActor:
    """Who acted: the kind of actor, and the account where it is one."""

    kind: str
    account_id: uuid.UUID | None = None


@dataclass(frozen=True)
class AuditFilter:
    """Which events: of this actor, with one of these codes, since this moment; None for all.

    With an actor, `actions` names the codes to look for.
    """

    actor: AuditActor | None = None
    actions: tuple[str, ...] | None = None
    since: datetime | None = None


@dataclass(frozen=True)
class AuditPosition:
    """The place of an event in the log, which is sorted by time and id, the latest first."""

    at: datetime
    id: uuid.UUID


def events(
    session: Session, filtered: AuditFilter, limit: int, before: AuditPosition | None = None
) -> Sequence[AuditEvent]:
    """Return the latest events of the filter before this position.

    With codes, each code's latest are looked up in an index of their own and merged: a rare one needs no long scan.
    """
    if filtered.actions is None:
        return session.scalars(_latest(filtered, limit, before)).all()
    unnested = func.unnest(cast(list(filtered.actions), ARRAY(Text)))
    codes = unnested.table_valued("code", name="codes").render_derived()
    found = _latest(filtered, limit, before).where(AuditEvent.action == codes.c.code).lateral()
    event = aliased(AuditEvent, found)
    merged = select(event).select_from(codes).join(found, true()).order_by(event.at.desc(), event.id.desc())
    return session.scalars(merged.limit(limit)).all()


def count_recorded_since(session: Session, since: datetime) -> int:
    """Return how many events were recorded since then, on the portal's clock, whenever they say that they happened."""
    return session.scalar(select(func.count()).where(AuditEvent.created_at >= since)) or 0


def changes_by_event(session: Session, event_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Mapping[str, Any]]:
    """Return, by event, what each field held before and after; without events whose details are gone."""
    query = select(AuditDetail.event_id, AuditDetail.changes).where(AuditDetail.event_id.in_(event_ids))
    return dict(session.execute(query).all()) if event_ids else {}


def _latest(filtered: AuditFilter, limit: int, before: AuditPosition | None) -> Select[AuditEvent]:
    query = select(AuditEvent).order_by(AuditEvent.at.desc(), AuditEvent.id.desc()).limit(limit)
    return query.where(*_conditions(filtered, before))


def _conditions(filtered: AuditFilter, before: AuditPosition | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filtered.actor is not None:
        found += [AuditEvent.actor_kind == filtered.actor.kind, AuditEvent.actor_id == filtered.actor.account_id]
    if filtered.since is not None:
        found.append(AuditEvent.at >= filtered.since)
    if before is not None:
        found.append(tuple_(AuditEvent.at, AuditEvent.id) < (before.at, before.id))
    return found
