"""The outbox: every email is a row first."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import TenantModel, tenant_foreign_key

STATES = ("queued", "claimed", "handed_over", "sent", "failed", "unknown", "dropped", "lapsed")


class OutgoingMessage(TenantModel):
    """One email, from the transaction that decided it to what became of it. Times are UTC.

    `key` is unique in the agency, so one decision is one email, whatever crashes. `payload` holds the ids that its kind
    renders from. `first_due_at` is when it was due before a try moved `due_at`. `claim_token`, `lease_until` and
    `attempts` belong to the worker that is sending it; `outcome` is a code or the server's words.
    """

    __tablename__ = "outgoing_messages"
    __table_args__ = (
        UniqueConstraint("agency_id", "key"),
        UniqueConstraint("agency_id", "message_id"),
        Index(
            "ix_outgoing_messages_to_send",
            "due_at",
            "agency_id",
            "queue",
            postgresql_where=text("state = 'queued'"),
        ),
        Index(
            "ix_outgoing_messages_lease", "lease_until", "agency_id", postgresql_where=text("lease_until is not null")
        ),
        Index(
            "ix_outgoing_messages_invitations",
            "agency_id",
            "created_at",
            postgresql_where=text("kind in ('invitation', 'email-confirmation')"),
        ),
        Index("ix_outgoing_messages_tests", "agency_id", postgresql_where=text("kind = 'test'")),
        Index(None, "agency_id", "state", "due_at"),
        Index(None, "agency_id", "about_id", "created_at"),
        CheckConstraint(f"state in ({', '.join(repr(state) for state in STATES)})", name="state"),
        CheckConstraint("queue in ('now', 'due')", name="queue"),
    )

    kind: Mapped[str]
    key: Mapped[str]
    queue: Mapped[str]
    to_name: Mapped[str]
    to_email: Mapped[str]
    about_id: Mapped[uuid.UUID | None]
    payload: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    message_id: Mapped[str]
    subject: Mapped[str | None]
    state: Mapped[str] = mapped_column(server_default="queued")
    due_at: Mapped[datetime]
    first_due_at: Mapped[datetime | None]
    not_after: Mapped[datetime | None]
    claim_token: Mapped[uuid.UUID | None]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    handed_over_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[str | None]


class SentCopy(TenantModel):
    """What an email said when it was last handed to a mail server; its `id` is the email's.

    `said` is compressed (`copies`). The row is deleted at `kept_until`, in UTC.
    """

    __tablename__ = "sent_copies"
    __table_args__ = (
        tenant_foreign_key("outgoing_messages", "id", ondelete="CASCADE"),
        Index("ix_sent_copies_kept_until", "kept_until", "agency_id"),
    )

    said: Mapped[bytes] = mapped_column(LargeBinary)
    kept_until: Mapped[datetime]
