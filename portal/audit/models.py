"""Who did what to what, and when: append-only for the program's own role."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import TenantModel, tenant_foreign_key


class AuditEvent(TenantModel):
    """One event. Holds ids, field names and codes, never a person's words or addresses."""

    __tablename__ = "audit_events"
    __table_args__ = (
        tenant_foreign_key("accounts", "actor_id"),
        CheckConstraint("actor_kind in ('account', 'portal', 'operator', 'visitor')", name="actor_kind"),
        Index(None, "agency_id", "subject_kind", "subject_id", "at"),
        Index(None, "agency_id", "at", "id"),
        Index(None, "agency_id", "action", "at", "id"),
        Index("ix_audit_events_actor", "agency_id", "actor_kind", "actor_id", "action", "at", "id"),
        Index(None, "agency_id", "created_at"),
    )

    at: Mapped[datetime]
    actor_kind: Mapped[str]
    actor_id: Mapped[uuid.UUID | None]
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[uuid.UUID]
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
    origin: Mapped[str | None]


class AuditDetail(TenantModel):
    """What an event's fields held before and after: the only part that erasure and retention may delete."""

    __tablename__ = "audit_details"
    __table_args__ = (tenant_foreign_key("audit_events", "event_id"), Index(None, "agency_id", "event_id"))

    event_id: Mapped[uuid.UUID]
    changes: Mapped[dict[str, Any]]
