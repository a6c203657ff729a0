"""The people that recruiters look after, and what stops reminders to them."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import ExternallyIdentified, TenantModel, belongs_to, has_many, tenant_foreign_key


class Candidate(TenantModel, ExternallyIdentified):
    """A person the agency puts forward. Times are UTC; `time_zone` is the one that all their due times are made in.

    `english` is the one they chose to write in, `us` or `uk`; None while it follows from where they live.
    `is_sample`: sample data, which an owner can remove.
    """

    __tablename__ = "candidates"
    __table_args__ = (
        tenant_foreign_key("accounts", "account_id"),
        tenant_foreign_key("accounts", "recruiter_id"),
        tenant_foreign_key("offices", "office_id"),
        tenant_foreign_key("job_fields", "field_id"),
        UniqueConstraint("agency_id", "email_key"),
        UniqueConstraint("agency_id", "account_id"),
        Index(None, "agency_id", "recruiter_id"),
        Index(None, "agency_id", "office_id"),
        Index(None, "agency_id", "field_id"),
        Index(None, "agency_id", "name"),
        Index("ix_candidates_next_reminder_at", "next_reminder_at", "agency_id"),
        CheckConstraint("english in ('us', 'uk')", name="english"),
    )

    name: Mapped[str]
    email: Mapped[str]
    email_key: Mapped[str]
    phone: Mapped[str | None]
    time_zone: Mapped[str]
    field_id: Mapped[uuid.UUID | None]
    office_id: Mapped[uuid.UUID | None]
    recruiter_id: Mapped[uuid.UUID | None]
    account_id: Mapped[uuid.UUID | None]
    invited_at: Mapped[datetime | None]
    next_reminder_at: Mapped[datetime | None]
    english: Mapped[str | None]
    is_sample: Mapped[bool] = mapped_column(server_default=text("false"))

    account = belongs_to("Account", "Candidate", "account_id")
    recruiter = belongs_to("Account", "Candidate", "recruiter_id")
    office = belongs_to("Office", "Candidate", "office_id")
    field = belongs_to("JobField", "Candidate", "field_id")
    stops = has_many("ReminderSuppression", "Candidate", "candidate_id", "ReminderSuppression.at")


class ReminderSuppression(TenantModel):
    """Why a candidate is not reminded, since when and by whom; in effect until `until`, or until it is lifted."""

    __tablename__ = "reminder_suppressions"
    __table_args__ = (
        tenant_foreign_key("candidates", "candidate_id"),
        tenant_foreign_key("accounts", "by_id"),
        Index(None, "agency_id", "candidate_id"),
        Index(
            "uq_reminder_suppressions_standing",
            "agency_id",
            "candidate_id",
            "kind",
            unique=True,
            postgresql_where=text("lifted_at is null"),
        ),
        CheckConstraint("kind in ('paused', 'unsubscribed', 'bounced', 'deactivated', 'placed')", name="kind"),
    )

    candidate_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    by_id: Mapped[uuid.UUID | None]
    lifted_at: Mapped[datetime | None]
