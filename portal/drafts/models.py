"""The agency's templates, and each candidate's own general draft."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Row, belongs_to, key_to


class Template(Row):
    """A framework the agency offers for a note; `{{ names }}` in it are merge fields."""

    __tablename__ = "templates"
    __table_args__ = (
        UniqueConstraint("agency_id", "kind", "name"),
        CheckConstraint("kind in ('thank', 'follow_up')", name="kind"),
    )

    name: Mapped[str] = mapped_column()
    kind: Mapped[str] = mapped_column()
    subject: Mapped[str] = mapped_column()
    body: Mapped[str] = mapped_column()


class GeneralDraft(Row):
    """A candidate's own framework for thank-you notes, kept on hand before the interview.

    `ready_at`, in UTC, is when they said it is ready; None while it is still being written.
    """

    __tablename__ = "general_drafts"
    __table_args__ = (key_to("candidates", "candidate_id"), UniqueConstraint("agency_id", "candidate_id"))

    candidate_id: Mapped[uuid.UUID] = mapped_column()
    subject: Mapped[str] = mapped_column()
    body: Mapped[str] = mapped_column()
    ready_at: Mapped[datetime | None] = mapped_column()

    candidate = belongs_to("Candidate", "GeneralDraft", "candidate_id")
