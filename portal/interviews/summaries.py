"""The row that lists and calendars find an interview by, and writing it."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Index, literal_column, select, text
from sqlalchemy.orm import Mapped, Session

from portal.applications.models import Application
from portal.candidates.models import Candidate
from portal.core.db import TenantModel, is_row, tenant_foreign_key
from portal.core.derived_rows import write_derived_rows
from portal.interviews.models import Interview


class InterviewSummary(TenantModel):
    """An interview as lists find it: when, in which state, and whose; `id` is the interview's. Moments are UTC.

    Replanning writes it (docs/architecture.md#summaries). `recruiter_id` and `office_id` are the candidate's.
    """

    __tablename__ = "interview_summaries"
    __table_args__ = (
        tenant_foreign_key("interviews", "id", ondelete="CASCADE"),
        Index(None, "agency_id", "application_id"),
        Index(None, "agency_id", "candidate_id"),
        Index(None, "agency_id", "starts_at", "id"),
        Index(None, "agency_id", "recruiter_id", "starts_at"),
        Index(None, "agency_id", "office_id", "starts_at"),
        Index("ix_interview_summaries_ahead", "agency_id", "ends_at", postgresql_where=text("status = 'planned'")),
        Index("ix_interview_summaries_off", "agency_id", "status", postgresql_where=text("status <> 'planned'")),
    )

    application_id: Mapped[uuid.UUID]
    candidate_id: Mapped[uuid.UUID]
    recruiter_id: Mapped[uuid.UUID | None]
    office_id: Mapped[uuid.UUID | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    status: Mapped[str]


IS_PLANNED = InterviewSummary.status == literal_column("'planned'")
IS_OFF = InterviewSummary.status != literal_column("'planned'")
"""Written out, not as parameters, so that the partial indexes answer them whatever the plan."""


def write_interview_summaries(session: Session, application_ids: Collection[uuid.UUID]) -> None:
    """Write the summaries of all interviews of these applications."""
    rows = (
        select(
            Interview.id,
            Interview.application_id,
            Application.candidate_id,
            Candidate.recruiter_id,
            Candidate.office_id,
            Interview.starts_at,
            Interview.ends_at,
            Interview.status,
        )
        .join(Application, is_row(Interview.application_id, Application))
        .join(Candidate, is_row(Application.candidate_id, Candidate))
        .where(Interview.application_id.in_(application_ids))
    )
    write_derived_rows(session, InterviewSummary, rows, InterviewSummary.application_id.in_(application_ids))
