"""The people that recruiters look after, and what stops reminders to them."""

import uuid
from datetime import datetime, time

from sqlalchemy import CheckConstraint, Index, SmallInteger, Text, Time, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import ExternallyIdentified, TenantModel, belongs_to, has_many, tenant_foreign_key
from portal.core.merges import MergeColumns


class Candidate(TenantModel, ExternallyIdentified):
    """A person the agency puts forward. Times are UTC; `time_zone` is the one that all their due times are made in.

    `english` is the one they chose to write in, `us` or `uk`; None while it follows from where they live.
    `is_sample`: sample data, which an owner can remove. Staff do not see their late tasks on Today until
    `snoozed_until`, for the reason `snooze_reason`, which is empty if none was given. `reminder_choices` says what the
    columns about reminders mean.
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
    snoozed_until: Mapped[datetime | None]
    snooze_reason: Mapped[str | None]
    reminders_off: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    reminder_days_off: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger), server_default=text("'{}'"))
    remind_from: Mapped[time | None] = mapped_column(Time())
    remind_until: Mapped[time | None] = mapped_column(Time())
    reminder_digest: Mapped[bool] = mapped_column(server_default=text("false"))

    account = belongs_to("Account", "Candidate", "account_id")
    recruiter = belongs_to("Account", "Candidate", "recruiter_id")
    office = belongs_to("Office", "Candidate", "office_id")
    field = belongs_to("JobField", "Candidate", "field_id")
    stops = has_many("ReminderSuppression", "Candidate", "candidate_id", "ReminderSuppression.at")

    @property
    def locale(self) -> str | None:
        """Return what writes dates and times for them; None for the agency's locale."""
        return self.account.locale if self.account else None


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


class CandidateMerge(TenantModel, MergeColumns):
    """A merge of two candidates who were one person: the row of `loser_id` is gone until it is undone."""

    __tablename__ = "candidate_merges"
    __table_args__ = (
        tenant_foreign_key("candidates", "winner_id", ondelete="CASCADE"),
        tenant_foreign_key("accounts", "by_id"),
        Index(None, "agency_id", "winner_id"),
        Index(None, "agency_id", "loser_id"),
        Index("ix_candidate_merges_undo_until", "undo_until", "agency_id"),
    )

    winner = belongs_to("Candidate", "CandidateMerge", "winner_id")
    by = belongs_to("Account", "CandidateMerge", "by_id")


class CandidateNonDuplicate(TenantModel):
    """A decision that these two candidates, the lower id first, are not one person, until it is undone."""

    __tablename__ = "candidate_non_duplicates"
    __table_args__ = (
        tenant_foreign_key("candidates", "candidate_id", ondelete="CASCADE"),
        tenant_foreign_key("candidates", "other_id", ondelete="CASCADE"),
        tenant_foreign_key("accounts", "by_id"),
        UniqueConstraint("agency_id", "candidate_id", "other_id"),
        Index(None, "agency_id", "other_id"),
    )

    candidate_id: Mapped[uuid.UUID]
    other_id: Mapped[uuid.UUID]
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None]
