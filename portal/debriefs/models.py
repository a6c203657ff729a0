"""A candidate's answers after an interview, saved one by one."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import TenantModel, belongs_to, tenant_foreign_key


class Debrief(TenantModel):
    """The answers so far about one interview; `finished_at`, in UTC, is when they became facts of the plan."""

    __tablename__ = "debriefs"
    __table_args__ = (
        tenant_foreign_key("interviews", "interview_id"),
        tenant_foreign_key("accounts", "by_id"),
        UniqueConstraint("agency_id", "interview_id"),
    )

    interview_id: Mapped[uuid.UUID]
    answers: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    finished_at: Mapped[datetime | None]
    by_id: Mapped[uuid.UUID | None]

    interview = belongs_to("Interview", "Debrief", "interview_id")
