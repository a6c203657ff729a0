"""What recruiters write about a candidate for each other; no candidate ever sees it."""

import uuid
from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from portal.core.db import TenantModel, belongs_to, tenant_foreign_key


class RecruiterNote(TenantModel):
    """A recruiter's note on a candidate, or on one of their applications. Moments are UTC.

    `text_before` is the text before the last change, and `changed_text_at` when that was. A deleted note is hidden from
    `deleted_at` on, and erased once that can't be undone any more (`rules.UNDO_PERIOD`).
    """

    __tablename__ = "recruiter_notes"
    __table_args__ = (
        tenant_foreign_key("candidates", "candidate_id", ondelete="CASCADE"),
        tenant_foreign_key("applications", "application_id", ondelete="CASCADE"),
        tenant_foreign_key("accounts", "by_id"),
        Index(None, "agency_id", "candidate_id", "at"),
        Index("ix_recruiter_notes_deleted", "agency_id", "deleted_at", postgresql_where=text("deleted_at is not null")),
    )

    candidate_id: Mapped[uuid.UUID]
    application_id: Mapped[uuid.UUID | None]
    by_id: Mapped[uuid.UUID]
    at: Mapped[datetime]
    text: Mapped[str]
    text_before: Mapped[str | None]
    changed_text_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    by = belongs_to("Account", "RecruiterNote", "by_id")
    candidate = belongs_to("Candidate", "RecruiterNote", "candidate_id")
    application = belongs_to("Application", "RecruiterNote", "application_id")
