"""Openings that the agency fills, and candidates' responses to them."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import ExternallyIdentified, TenantModel, belongs_to, indexed_value_or, tenant_foreign_key


class Opening(TenantModel, ExternallyIdentified):
    """An opening that the agency fills, until the end of `open_until` in the agency's time zone, or until it is closed.

    `employer_named` is whether candidates see the employer's name.
    """

    __tablename__ = "openings"
    __table_args__ = (
        tenant_foreign_key("job_fields", "field_id"),
        tenant_foreign_key("employers", "employer_id"),
        Index(None, "agency_id", "open_until"),
        Index("ix_openings_agency_id_lower_title", "agency_id", text("lower(title)")),
        Index(None, "agency_id", "field_id"),
        Index(None, "agency_id", "employer_id"),
    )

    title: Mapped[str]
    field_id: Mapped[uuid.UUID]
    employer_id: Mapped[uuid.UUID | None]
    employer_named: Mapped[bool] = mapped_column(server_default=text("true"))
    place: Mapped[str | None]
    pay: Mapped[str | None]
    about: Mapped[str | None]
    open_until: Mapped[date]
    closed_at: Mapped[datetime | None]

    field = belongs_to("JobField", "Opening", "field_id")
    employer = belongs_to("Employer", "Opening", "employer_id")


class OpeningResponse(TenantModel):
    """One candidate's response to one opening; `handled_at`, in UTC, is when a recruiter handled it."""

    __tablename__ = "opening_responses"
    __table_args__ = (
        tenant_foreign_key("openings", "opening_id"),
        tenant_foreign_key("candidates", "candidate_id"),
        tenant_foreign_key("accounts", "handled_by_id"),
        UniqueConstraint("agency_id", "opening_id", "candidate_id"),
        Index(None, "agency_id", "candidate_id"),
        Index(None, "agency_id", "at"),
        Index("ix_opening_responses_waiting", "agency_id", "at", postgresql_where=text("handled_at is null")),
        Index(
            "ix_opening_responses_ended",
            "agency_id",
            indexed_value_or("handled_at", "at"),
            "id",
        ),
        CheckConstraint("kind in ('put_forward', 'call_me', 'not_for_me')", name="kind"),
    )

    opening_id: Mapped[uuid.UUID]
    candidate_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    handled_by_id: Mapped[uuid.UUID | None]

    opening = belongs_to("Opening", "OpeningResponse", "opening_id")
    candidate = belongs_to("Candidate", "OpeningResponse", "candidate_id")
    handled_by = belongs_to("Account", "OpeningResponse", "handled_by_id")
