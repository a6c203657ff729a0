"""Notes that a recruiter reviews before they go out, or passes on; and what went out, kept as it was."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import TenantModel, belongs_to, tenant_foreign_key


class Approval(TenantModel):
    """A recruiter is asked to approve a note (`approve`), or to pass it on themselves (`pass_on`).

    `subject` and `body` are the note as submitted, and what is approved. `send_at` is when it is to go out, None for
    right away. `means` is how: by the `portal`, or by the candidate with their `mail_program` or as a `card`.
    `message_id` is the email that it was sent as. `suggested_*` and `words` are what the recruiter says of a returned
    one; `target_at` is the recruiter's deadline. `claimed_by_id` is who is reviewing it. At `escalate_at` others are
    notified; `escalated_at` is when they were.
    """

    __tablename__ = "approvals"
    __table_args__ = (
        tenant_foreign_key("notes", "note_id"),
        tenant_foreign_key("accounts", "requested_by_id"),
        tenant_foreign_key("accounts", "decided_by_id"),
        tenant_foreign_key("outgoing_messages", "message_id"),
        tenant_foreign_key("accounts", "claimed_by_id"),
        Index(None, "agency_id", "note_id"),
        Index("uq_approvals_open", "agency_id", "note_id", unique=True, postgresql_where=text("decided_at is null")),
        Index("ix_approvals_waiting", "agency_id", "target_at", postgresql_where=text("decided_at is null")),
        Index("ix_approvals_escalate_at", "escalate_at", "agency_id"),
        CheckConstraint("kind in ('approve', 'pass_on')", name="kind"),
        CheckConstraint("means in ('portal', 'mail_program', 'card')", name="means"),
        CheckConstraint("decision in ('approved', 'returned', 'passed_on', 'withdrawn')", name="decision"),
    )

    note_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    means: Mapped[str] = mapped_column(server_default="portal")
    asked_at: Mapped[datetime] = mapped_column("requested_at")
    asked_by_id: Mapped[uuid.UUID | None] = mapped_column("requested_by_id")
    target_at: Mapped[datetime]
    claimed_by_id: Mapped[uuid.UUID | None]
    claimed_at: Mapped[datetime | None]
    escalate_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    send_at: Mapped[datetime | None]
    subject: Mapped[str]
    body: Mapped[str]
    decision: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[uuid.UUID | None]
    message_id: Mapped[uuid.UUID | None]
    words: Mapped[str | None]
    suggested_subject: Mapped[str | None]
    suggested_body: Mapped[str | None]

    note = belongs_to("Note", "Approval", "note_id")
    claimed_by = belongs_to("Account", "Approval", "claimed_by_id")
    decided_by = belongs_to("Account", "Approval", "decided_by_id")
