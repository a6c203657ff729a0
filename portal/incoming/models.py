"""Emails that came in: kept whole before anything is made of them."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from portal.core.db import TenantModel, tenant_foreign_key

KINDS = ("bounce", "automatic", "report", "message")


class IncomingMessage(TenantModel):
    """One email to one of the agency's addresses. Times are UTC.

    `digest` identifies it, so that one delivered twice is one row. It is read once `process_at` has come; then that is
    None, `kind` is what it is, `effect` is a code of what was done about it, and `outgoing_id` the email of ours that
    it belongs to. `text` is what its writer typed. `raw` are its bytes as they came.
    """

    __tablename__ = "incoming_messages"
    __table_args__ = (
        UniqueConstraint("agency_id", "digest"),
        tenant_foreign_key("outgoing_messages", "outgoing_id"),
        Index(
            "ix_incoming_messages_to_process",
            "process_at",
            "agency_id",
            postgresql_where=text("process_at is not null"),
        ),
        Index(None, "agency_id", "received_at"),
        Index(None, "agency_id", "outgoing_id"),
        CheckConstraint(f"kind in ({', '.join(repr(kind) for kind in KINDS)})", name="kind"),
    )

    received_at: Mapped[datetime]
    recipient: Mapped[str]
    envelope_from: Mapped[str]
    digest: Mapped[str]
    raw: Mapped[bytes | None] = deferred(mapped_column())
    process_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    outgoing_id: Mapped[uuid.UUID | None]
    kind: Mapped[str | None]
    effect: Mapped[str | None]
    from_name: Mapped[str] = mapped_column(server_default="")
    from_email: Mapped[str] = mapped_column(server_default="")
    subject: Mapped[str] = mapped_column(server_default="")
    text: Mapped[str] = mapped_column(server_default="")
