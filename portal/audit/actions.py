"""Record who did what, in the transaction that does it."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text

from portal.audit.models import AuditDetail, AuditEvent
from portal.core.command import Command
from portal.core.db import TenantModel, insert_for_each


def record(
    command: Command, action: str, subject: TenantModel, *, changes: Mapping[str, tuple[Any, Any]] | None = None
) -> AuditEvent:
    """Record an event. `changes` maps a field to its values before and after; `action` reads `thing.verb`."""
    event = AuditEvent(
        at=command.now,
        actor_kind=command.by.kind,
        actor_id=command.by.account_id,
        action=action,
        subject_kind=subject.__tablename__,
        subject_id=subject.id,
        fields=sorted(changes or ()),
        origin=command.by.origin,
    )
    command.session.add(event)
    command.session.flush()
    if changes:
        command.session.add(
            AuditDetail(event_id=event.id, changes={name: _to_json(pair) for name, pair in changes.items()})
        )
    return event


def record_all(
    command: Command,
    action: str,
    subjects: type[TenantModel],
    ids: Sequence[uuid.UUID],
    changes: Mapping[str, tuple[Any, Any]],
) -> None:
    """Record that the same changes were made to each of these rows, as `record` does, by two statements."""
    if not ids:
        return
    # Else the check that each detail has its event may be as planned for an almost empty table: all of it is read.
    command.session.execute(text("set local plan_cache_mode = force_custom_plan"))
    same = {
        "at": command.now,
        "actor_kind": command.by.kind,
        "actor_id": command.by.account_id,
        "action": action,
        "subject_kind": subjects.__tablename__,
        "fields": sorted(changes),
        "origin": command.by.origin,
    }
    added = insert_for_each(AuditEvent, "subject_id", ids, same).returning(AuditEvent.id)
    events = command.session.scalars(added).all()
    said = {name: _to_json(pair) for name, pair in changes.items()}
    command.session.execute(insert_for_each(AuditDetail, "event_id", events, {"changes": said}))


def apply_change(command: Command, action: str, subject: TenantModel, values: Mapping[str, Any]) -> bool:
    """Set the subject's columns to `values` and record what really changed; return False when nothing did."""
    changes = {name: (getattr(subject, name), value) for name, value in values.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not changes:
        return False
    for name, (_, value) in changes.items():
        setattr(subject, name, value)
    command.session.flush()
    record(command, action, subject, changes=changes)
    return True


def _to_json(pair: tuple[Any, Any]) -> list[Any]:
    return [value if isinstance(value, (bool, int, float, str, type(None))) else str(value) for value in pair]
