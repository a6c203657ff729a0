"""The rows that lists read: one for each application and one for each candidate (docs/architecture.md#summaries)."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import TenantModel, indexed_value_or, tenant_foreign_key
from portal.summaries.rules import CANDIDATE_STATES, INVITATIONS, MARK_KINDS, MARKS

LAST, NEVER = text("'infinity'::timestamptz"), text("'-infinity'::timestamptz")
"""What an index has for a moment that there is none of, to sort it last or first."""


class PlanColumns:
    """What both kinds of row hold of a plan. Moments are UTC; each is None where nothing of the kind is there.

    The next task is the earliest that is still to be done, a recruiter's only if the candidate has none;
    `next_count` is how many of its kind there are for its interview. `next_is_other_way`: it is to reach the person in
    another way, as their contact info is not available. `next_missed_from` is from when doing it no longer
    helps. `late_from` is from when a task is late.
    A progress mark is one of `rules.MARKS`, and its `..._late_from` is from when it shows as late.
    `thanked` of `to_thank` people met were thanked; `missing_contacts` of the others no note can reach.
    `requested_at` and `request_target_at` are those of the contact request that has waited longest.
    `unthanked_from` is the end of the first interview after which someone was not thanked, also if it is still ahead.
    `heard_at` is when the candidate last completed a task.
    """

    next_kind: Mapped[str | None]
    next_person_id: Mapped[uuid.UUID | None]
    next_count: Mapped[int] = mapped_column(server_default=text("0"))
    next_is_other_way: Mapped[bool] = mapped_column(server_default=text("false"))
    next_opens_at: Mapped[datetime | None]
    next_due_at: Mapped[datetime | None]
    next_missed_from: Mapped[datetime | None]
    late_from: Mapped[datetime | None]
    draft_mark: Mapped[str]
    contacts_mark: Mapped[str]
    thanks_mark: Mapped[str]
    follow_up_mark: Mapped[str]
    close_mark: Mapped[str]
    draft_late_from: Mapped[datetime | None]
    contacts_late_from: Mapped[datetime | None]
    thanks_late_from: Mapped[datetime | None]
    follow_up_late_from: Mapped[datetime | None]
    close_late_from: Mapped[datetime | None]
    thanked: Mapped[int] = mapped_column(server_default=text("0"))
    to_thank: Mapped[int] = mapped_column(server_default=text("0"))
    missing_contacts: Mapped[int] = mapped_column(server_default=text("0"))
    requested_at: Mapped[datetime | None]
    request_target_at: Mapped[datetime | None]
    unthanked_from: Mapped[datetime | None]
    next_interview_at: Mapped[datetime | None]
    last_interview_at: Mapped[datetime | None]
    heard_at: Mapped[datetime | None]


def _codes(values: Sequence[str]) -> str:
    return ", ".join(repr(value) for value in values)


def _mark_checks() -> list[CheckConstraint]:
    return [CheckConstraint(f"{name}_mark in ({_codes(MARKS)})", name=f"{name}_mark") for name in MARK_KINDS]


def _partial_index(table: str, name: str, *columns: str, where: str = "") -> Index:
    """Return an index of only the rows with a value in the first column, or only those that `where` is true of."""
    condition = text(where or f"{columns[0]} is not null")
    return Index(f"ix_{table}_{name}", "agency_id", *columns, postgresql_where=condition)


class ApplicationSummary(TenantModel, PlanColumns):
    """An application as lists show it; `id` is the application's. Moments are UTC.

    `recruiter_id` and `office_id` are its candidate's. `ended_at` is when it ended or lapsed, None while it is under
    way. `no_answer_at` is when the time to close it came, or when it lapsed or closed by itself; None for others.
    """

    __tablename__ = "application_summaries"
    __table_args__ = (
        tenant_foreign_key("applications", "id", ondelete="CASCADE"),
        *_mark_checks(),
        Index("ix_application_summaries_agency_id_candidate_id", "agency_id", "candidate_id"),
        Index("ix_application_summaries_employer", "agency_id", "employer_id", "state"),
        Index("ix_application_summaries_recruiter", "agency_id", "recruiter_id", "state"),
        Index("ix_application_summaries_office", "agency_id", "office_id", "state"),
        Index("ix_application_summaries_by_due", "agency_id", indexed_value_or("next_due_at", LAST), "id"),
        Index("ix_application_summaries_by_no_answer", "agency_id", indexed_value_or("no_answer_at", NEVER), "id"),
        _partial_index("application_summaries", "next_due", "next_due_at"),
        _partial_index("application_summaries", "offer", "id", where="has_offer"),
    )

    candidate_id: Mapped[uuid.UUID]
    employer_id: Mapped[uuid.UUID]
    recruiter_id: Mapped[uuid.UUID | None]
    office_id: Mapped[uuid.UUID | None]
    state: Mapped[str]
    has_offer: Mapped[bool] = mapped_column(server_default=text("false"))
    ended_at: Mapped[datetime | None]
    no_answer_at: Mapped[datetime | None]


class CandidateSummary(TenantModel, PlanColumns):
    """A candidate as lists show them; `id` is the candidate's. Moments are UTC.

    What it holds of plans is that of the applications under way; with none, that of the latest one. `sort_name` is the
    folded name. `next_application_id` is the application of the next task. `available_from` is since when no
    application is under way, for a candidate in the state `available`. `invitation` is how far the invitation to sign
    in has come. `suppression` is the weightiest reminder suppression, in effect until `suppressed_until` (None: until
    lifted). Until `snoozed_until` staff do not see their late tasks on Today. `reminded_at` is when a reminder was last
    decided on, None for a candidate who was never reminded.
    """

    __tablename__ = "candidate_summaries"
    __table_args__ = (
        tenant_foreign_key("candidates", "id", ondelete="CASCADE"),
        *_mark_checks(),
        CheckConstraint(f"state in ({_codes(CANDIDATE_STATES)})", name="state"),
        CheckConstraint(f"invitation in ({_codes(INVITATIONS)})", name="invitation"),
        Index("ix_candidate_summaries_name", "agency_id", "sort_name", "id"),
        Index("ix_candidate_summaries_recruiter", "agency_id", "recruiter_id", "sort_name"),
        Index("ix_candidate_summaries_office", "agency_id", "office_id", "sort_name"),
        Index("ix_candidate_summaries_field", "agency_id", "field_id", "sort_name"),
        Index("ix_candidate_summaries_by_due", "agency_id", indexed_value_or("next_due_at", LAST), "id"),
        Index("ix_candidate_summaries_by_heard", "agency_id", indexed_value_or("heard_at", NEVER), "id"),
        _partial_index("candidate_summaries", "next_due", "next_due_at"),
        _partial_index("candidate_summaries", "late", "late_from"),
        _partial_index("candidate_summaries", "next_interview", "next_interview_at"),
        _partial_index("candidate_summaries", "available", "available_from"),
        _partial_index("candidate_summaries", "snoozed", "snoozed_until"),
        _partial_index("candidate_summaries", "missing_contacts", "sort_name", where="missing_contacts > 0"),
        _partial_index("candidate_summaries", "never_reminded", "sort_name", where="reminded_at is null"),
    )

    sort_name: Mapped[str]
    recruiter_id: Mapped[uuid.UUID | None]
    office_id: Mapped[uuid.UUID | None]
    field_id: Mapped[uuid.UUID | None]
    state: Mapped[str]
    next_application_id: Mapped[uuid.UUID | None]
    available_from: Mapped[datetime | None]
    invitation: Mapped[str]
    suppression: Mapped[str | None]
    suppressed_until: Mapped[datetime | None]
    snoozed_until: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
