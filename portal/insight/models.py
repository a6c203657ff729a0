"""What the report counts, one narrow row each (docs/architecture.md#insight)."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped

from portal.core.db import TenantModel, tenant_foreign_key
from portal.insight.rules import WRITTEN_FIGURES


class InsightRow(TenantModel):
    """One thing that a figure counts; `id` is that of the thing: a person met, an interview, a step, an application.

    Moments are UTC. `at` places it in a period, and it counts from `counts_from` on. `is_met` is whether it was done in
    time, and `done_at` when it was done at all.
    """

    __tablename__ = "insight_rows"
    __table_args__ = (
        tenant_foreign_key("applications", "application_id", ondelete="CASCADE"),
        Index(None, "agency_id", "application_id"),
        Index("ix_insight_rows_at", "agency_id", "at", postgresql_include=["figure", "counts_from", "is_met"]),
        Index("ix_insight_rows_list", "agency_id", "figure", "is_met", text("at desc"), text("id desc")),
        CheckConstraint(f"figure in {WRITTEN_FIGURES}", name="figure"),
    )

    figure: Mapped[str]
    application_id: Mapped[uuid.UUID]
    interview_id: Mapped[uuid.UUID | None]
    contact_id: Mapped[uuid.UUID | None]
    at: Mapped[datetime]
    counts_from: Mapped[datetime]
    is_met: Mapped[bool]
    done_at: Mapped[datetime | None]
