"""The plan as rows: the last result of the rules for each step."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import TenantModel, belongs_to, tenant_foreign_key
from portal.followups.rules import lateness
from portal.followups.rules.step_kinds import CANDIDATE, STEP_KINDS

STEP_STATES = ("done", "dropped", "missed", "upcoming", "blocked", "open")
PENDING_STATES = ("open", "blocked", "upcoming")
"""The states of a step that is still to be done."""


class Step(TenantModel):
    """One step of an application's plan. Moments are UTC; the reason is a code with values, worded where it is shown.

    `snoozed_until` is the candidate's own choice, which replanning keeps.
    """

    __tablename__ = "steps"
    __table_args__ = (
        tenant_foreign_key("applications", "application_id"),
        tenant_foreign_key("interviews", "interview_id"),
        tenant_foreign_key("interview_people", "person_id", ondelete="cascade"),
        Index(
            "uq_steps_step",
            "agency_id",
            "application_id",
            "kind",
            "interview_id",
            "person_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index(None, "agency_id", "state", "due_at"),
        Index("ix_steps_pending", "agency_id", "application_id", postgresql_where=text(f"state in {PENDING_STATES}")),
        Index("ix_steps_of_person", "agency_id", "person_id", postgresql_where=text("person_id is not null")),
        CheckConstraint(f"kind in ({', '.join(repr(kind) for kind in STEP_KINDS)})", name="kind"),
        CheckConstraint(f"state in ({', '.join(repr(state) for state in STEP_STATES)})", name="state"),
    )

    application_id: Mapped[uuid.UUID]
    interview_id: Mapped[uuid.UUID]
    person_id: Mapped[uuid.UUID | None]
    kind: Mapped[str]
    opens_at: Mapped[datetime]
    due_at: Mapped[datetime]
    missed_from: Mapped[datetime | None]
    state: Mapped[str]
    snoozed_until: Mapped[datetime | None]
    reason_code: Mapped[str]
    reason_values: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))

    application = belongs_to("Application", "Step", "application_id")
    interview = belongs_to("Interview", "Step", "interview_id")
    person = belongs_to("InterviewPerson", "Step", "person_id")

    @property
    def is_for_candidate(self) -> bool:
        """Whether the candidate does it, not the recruiters."""
        return STEP_KINDS[self.kind].done_by == CANDIDATE

    def is_late(self, now: datetime) -> bool:
        """Return whether it is late (docs/rules.md#reminders)."""
        return lateness.is_late(self.state, self.reason_code, self.opens_at, self.due_at, now)


class ContactWait(TenantModel):
    """Someone whose contact info a candidate waits for; `id` is that person's, on an interview's list.

    What replanning writes for each open step to request contact info, so that who waits for a contact, and whose
    candidates they are, is one row of one table. `recruiter_id` and `office_id` are the candidate's.
    """

    __tablename__ = "contact_waits"
    __table_args__ = (
        tenant_foreign_key("interview_people", "id", ondelete="CASCADE"),
        Index(None, "agency_id", "contact_id"),
        Index(None, "agency_id", "application_id"),
        Index(None, "agency_id", "candidate_id"),
        Index(None, "agency_id", "recruiter_id", "contact_id"),
        Index(None, "agency_id", "office_id", "contact_id"),
    )

    contact_id: Mapped[uuid.UUID]
    application_id: Mapped[uuid.UUID]
    candidate_id: Mapped[uuid.UUID]
    recruiter_id: Mapped[uuid.UUID | None]
    office_id: Mapped[uuid.UUID | None]
