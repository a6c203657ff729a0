"""Positions that the agency fills, and what candidates say to them."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Known, Row, belongs_to, key_to


class Opening(Row, Known):
    """A position the agency fills, until the end of `open_until` in the agency's zone, or until it is closed.

    `employer_named` is whether candidates see whose it is.
    """

    __tablename__ = "openings"
    __table_args__ = (
        key_to("job_fields", "field_id"),
        key_to("employers", "employer_id"),
        Index(None, "agency_id", "open_until"),
        Index(None, "agency_id", "field_id"),
        Index(None, "agency_id", "employer_id"),
    )

    title: Mapped[str] = mapped_column()
    field_id: Mapped[uuid.UUID] = mapped_column()
    employer_id: Mapped[uuid.UUID | None] = mapped_column()
    employer_named: Mapped[bool] = mapped_column(server_default=text("true"))
    place: Mapped[str | None] = mapped_column()
    pay: Mapped[str | None] = mapped_column()
    about: Mapped[str | None] = mapped_column()
    open_until: Mapped[date] = mapped_column()
    closed_at: Mapped[datetime | None] = mapped_column()

    field = belongs_to("Field", "Opening", "field_id")
    employer = belongs_to("Employer", "Opening", "employer_id")


class Interest(Row):
    """What one candidate says to one opening; `handled_at`, in UTC, is when a recruiter had seen to it."""

    __tablename__ = "opening_responses"
    __table_args__ = (
        key_to("openings", "opening_id"),
        key_to("candidates", "candidate_id"),
        key_to("accounts", "handled_by_id"),
        UniqueConstraint("agency_id", "opening_id", "candidate_id"),
        Index(None, "agency_id", "candidate_id"),
        Index("ix_opening_responses_waiting", "agency_id", "at", postgresql_where=text("handled_at is null")),
        CheckConstraint("kind in ('put_forward', 'call_me', 'not_for_me')", name="kind"),
    )

    opening_id: Mapped[uuid.UUID] = mapped_column()
    candidate_id: Mapped[uuid.UUID] = mapped_column()
    kind: Mapped[str] = mapped_column()
    at: Mapped[datetime] = mapped_column()
    handled_at: Mapped[datetime | None] = mapped_column()
    handled_by_id: Mapped[uuid.UUID | None] = mapped_column()

    opening = belongs_to("Opening", "Interest", "opening_id")
    candidate = belongs_to("Candidate", "Interest", "candidate_id")
    handled_by = belongs_to("Account", "Interest", "handled_by_id")
