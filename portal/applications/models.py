"""One candidate's application with one employer, and how it ended."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import ExternallyIdentified, TenantModel, belongs_to, has_many, tenant_foreign_key

ACTIVE_STATES = ("active", "closing")


class PaceColumns:
    """Mixed into rows that hold what was said of the pace: each None where nothing was."""

    decision_on: Mapped[date | None]
    expected_days: Mapped[int | None]
    stage: Mapped[str | None]
    candidates_left: Mapped[int | None]
    hires_right_away: Mapped[bool | None]


class Application(TenantModel, ExternallyIdentified, PaceColumns):
    """An application of a candidate for an opening of an employer, with its plan's state as last made.

    `next_change_at`, in UTC, is the first moment at which anything in the plan would change.
    """

    __tablename__ = "applications"
    __table_args__ = (
        tenant_foreign_key("candidates", "candidate_id"),
        tenant_foreign_key("employers", "employer_id"),
        Index(None, "agency_id", "candidate_id"),
        Index(None, "agency_id", "employer_id"),
        Index(None, "agency_id", "state"),
        Index(None, "agency_id", "changed_at"),
        Index("ix_applications_next_change_at", "next_change_at", "agency_id"),
        CheckConstraint("state in ('active', 'closing', 'closed', 'heard_back', 'lapsed')", name="state"),
        CheckConstraint("stage in ('near_end', 'way_to_go')", name="stage"),
    )

    candidate_id: Mapped[uuid.UUID]
    employer_id: Mapped[uuid.UUID]
    opening_title: Mapped[str]
    state: Mapped[str] = mapped_column(server_default="active")
    reason_code: Mapped[str] = mapped_column(server_default="")
    reason_values: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    next_change_at: Mapped[datetime | None]

    candidate = belongs_to("Candidate", "Application", "candidate_id")
    employer = belongs_to("Employer", "Application", "employer_id")
    answers = has_many("EmployerResponse", "Application", "application_id", "EmployerResponse.at")
    closures = has_many("Closure", "Application", "application_id", "Closure.at")
    interviews = has_many("Interview", "Application", "application_id", "Interview.starts_at")

    @property
    def under_way(self) -> bool:
        return self.state in ACTIVE_STATES

    @property
    def ended(self) -> bool:
        """Return whether it was closed or answered; one that lapsed is neither active nor ended."""
        return self.state in ("closed", "heard_back")


class EmployerResponse(TenantModel):
    """The employer's response: the candidate heard back; who recorded it, and what was said."""

    __tablename__ = "employer_responses"
    __table_args__ = (
        tenant_foreign_key("applications", "application_id"),
        tenant_foreign_key("accounts", "by_id"),
        Index(None, "agency_id", "application_id"),
        CheckConstraint("kind in ('answer', 'offer', 'refusal')", name="kind"),
    )

    application_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    at: Mapped[datetime]
    words: Mapped[str | None]
    by_id: Mapped[uuid.UUID | None]

    by = belongs_to("Account", "EmployerResponse", "by_id")


class Closure(TenantModel):
    """The application was closed: why, and by whom; `by_id` is None where the portal closed it by itself."""

    __tablename__ = "closures"
    __table_args__ = (
        tenant_foreign_key("applications", "application_id"),
        tenant_foreign_key("accounts", "by_id"),
        Index(None, "agency_id", "application_id"),
        CheckConstraint("kind in ('no_answer', 'withdrawn', 'placed', 'elsewhere', 'by_itself')", name="kind"),
    )

    application_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None]

    by = belongs_to("Account", "Closure", "by_id")
