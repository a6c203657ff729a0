"""The plan as rows: what the rules last said of each step."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Row, belongs_to, key_to

KINDS = ("prepare_draft", "collect_contacts", "debrief", "thank", "request_contact", "follow_up", "close")
STATES = ("done", "dropped", "missed", "upcoming", "blocked", "open")
STANDING = ("open", "blocked", "upcoming")
"""The states of a step that is still ahead of somebody."""


class Step(Row):
    """One step of a process's plan. Instants are UTC; the reason is a code with values, worded at the edge.

    `put_off_until` is the candidate's own choice; re-planning leaves it.
    """

    __tablename__ = "steps"
    __table_args__ = (
        key_to("processes", "process_id"),
        key_to("interviews", "interview_id"),
        key_to("interview_people", "person_id", ondelete="cascade"),
        Index(
            "uq_steps_step",
            "agency_id",
            "process_id",
            "kind",
            "interview_id",
            "person_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index(None, "agency_id", "state", "due_at"),
        CheckConstraint(f"kind in ({', '.join(repr(kind) for kind in KINDS)})", name="kind"),
        CheckConstraint(f"state in ({', '.join(repr(state) for state in STATES)})", name="state"),
    )

    process_id: Mapped[uuid.UUID] = mapped_column()
    interview_id: Mapped[uuid.UUID] = mapped_column()
    person_id: Mapped[uuid.UUID | None] = mapped_column()
    kind: Mapped[str] = mapped_column()
    opens_at: Mapped[datetime] = mapped_column()
    due_at: Mapped[datetime] = mapped_column()
    missed_from: Mapped[datetime | None] = mapped_column()
    state: Mapped[str] = mapped_column()
    put_off_until: Mapped[datetime | None] = mapped_column()
    reason_code: Mapped[str] = mapped_column()
    reason_values: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))

    process = belongs_to("Process", "Step", "process_id")
    interview = belongs_to("Interview", "Step", "interview_id")
    person = belongs_to("Person", "Step", "person_id")
