"""What a candidate was asked for, and why: one row per step and reason, so nothing is asked twice."""

import uuid
from datetime import date, datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from portal.core.db import TenantModel, belongs_to, has_many, tenant_foreign_key


class Reminder(TenantModel):
    """One email to a candidate that asks for steps. `local_day` is the candidate's local date it was decided for."""

    __tablename__ = "reminders"
    __table_args__ = (
        tenant_foreign_key("candidates", "candidate_id"),
        tenant_foreign_key("outgoing_messages", "message_id"),
        Index(None, "agency_id", "candidate_id", "at"),
        Index(None, "agency_id", "message_id"),
    )

    candidate_id: Mapped[uuid.UUID]
    message_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    at: Mapped[datetime]
    local_day: Mapped[date]

    message = belongs_to("OutgoingMessage", "Reminder", "message_id")
    asks = has_many("ReminderItem", "Reminder", "reminder_id", "ReminderItem.id")


class ReminderItem(TenantModel):
    """One step that a reminder asks for, for one `reason`.

    The reason `announced` with a day only names a step that opens later that day.
    """

    __tablename__ = "reminder_items"
    __table_args__ = (
        tenant_foreign_key("reminders", "reminder_id"),
        tenant_foreign_key("applications", "application_id"),
        tenant_foreign_key("interviews", "interview_id"),
        tenant_foreign_key("interview_people", "person_id", ondelete="cascade"),
        Index(None, "agency_id", "reminder_id"),
        Index(
            "uq_reminder_items_step_reason",
            "agency_id",
            "application_id",
            "kind",
            "interview_id",
            "person_id",
            "reason",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("dropped_at is null"),
        ),
    )

    reminder_id: Mapped[uuid.UUID]
    application_id: Mapped[uuid.UUID]
    interview_id: Mapped[uuid.UUID]
    person_id: Mapped[uuid.UUID | None]
    kind: Mapped[str]
    reason: Mapped[str]
    dropped_at: Mapped[datetime | None]
