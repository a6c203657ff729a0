"""Create the summaries that lists read, and have those of existing applications and candidates written."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0023_summaries"
down_revision = "0022_imports"

WHEN = sa.TIMESTAMP(timezone=True)
MARKS = ("draft", "contacts", "thanks", "follow_up", "close")

# The program writes the summaries when it next replans and decides, so both become due. Each agency is entered, for
# the tables' owner sees no row of an agency otherwise.
MARK_DUE = (
    "update applications set next_change_at = ops.now()",
    "update candidates set next_reminder_at = ops.now()",
)


def upgrade() -> None:
    _application_summaries()
    _candidate_summaries()
    _interview_summaries()
    _indexes()
    connection = op.get_bind()
    for agency_id in connection.scalars(sa.text("select id from ops.agencies")).all():
        connection.execute(sa.text("select set_config('portal.agency_id', :id, true)"), {"id": str(agency_id)})
        for statement in MARK_DUE:
            connection.execute(sa.text(statement))


def downgrade() -> None:
    op.drop_table("interview_summaries")
    op.drop_table("candidate_summaries")
    op.drop_table("application_summaries")


def _application_summaries() -> None:
    tenant_table(
        "application_summaries",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("recruiter_id", sa.Uuid()),
        sa.Column("office_id", sa.Uuid()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("has_offer", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("ended_at", WHEN),
        sa.Column("no_answer_at", WHEN),
        *_plan_columns("application_summaries"),
        tenant_foreign_key("application_summaries", "id", "applications", ondelete="CASCADE"),
    )


def _candidate_summaries() -> None:
    tenant_table(
        "candidate_summaries",
        sa.Column("sort_name", sa.Text(), nullable=False),
        sa.Column("recruiter_id", sa.Uuid()),
        sa.Column("office_id", sa.Uuid()),
        sa.Column("field_id", sa.Uuid()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("next_application_id", sa.Uuid()),
        sa.Column("available_from", WHEN),
        sa.Column("invitation", sa.Text(), nullable=False),
        sa.Column("suppression", sa.Text()),
        sa.Column("suppressed_until", WHEN),
        sa.Column("snoozed_until", WHEN),
        sa.Column("reminded_at", WHEN),
        *_plan_columns("candidate_summaries"),
        sa.CheckConstraint(
            "state in ('under_way', 'available', 'placed', 'no_application', 'deactivated')",
            name="ck_candidate_summaries_state",
        ),
        sa.CheckConstraint(
            "invitation in ('not_invited', 'not_accepted', 'accepted')", name="ck_candidate_summaries_invitation"
        ),
        tenant_foreign_key("candidate_summaries", "id", "candidates", ondelete="CASCADE"),
    )


def _plan_columns(table: str) -> list[sa.Column | sa.CheckConstraint]:
    marks: list[sa.Column | sa.CheckConstraint] = []
    for name in MARKS:
        codes = "('none', 'open', 'waiting', 'done', 'missed')"
        marks += [
            sa.Column(f"{name}_mark", sa.Text(), nullable=False),
            sa.Column(f"{name}_late_from", WHEN),
            sa.CheckConstraint(f"{name}_mark in {codes}", name=f"ck_{table}_{name}_mark"),
        ]
    counts = [
        sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False)
        for name in ("next_count", "thanked", "to_thank", "missing_contacts")
    ]
    moments = [
        sa.Column(name, WHEN)
        for name in (
            "next_opens_at",
            "next_due_at",
            "next_missed_from",
            "late_from",
            "requested_at",
            "request_target_at",
            "unthanked_from",
            "next_interview_at",
            "last_interview_at",
            "heard_at",
        )
    ]
    task: list[sa.Column[Any]] = [
        sa.Column("next_kind", sa.Text()),
        sa.Column("next_person_id", sa.Uuid()),
        sa.Column("next_is_other_way", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    ]
    return [*task, *counts, *moments, *marks]


def _interview_summaries() -> None:
    tenant_table(
        "interview_summaries",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("recruiter_id", sa.Uuid()),
        sa.Column("office_id", sa.Uuid()),
        sa.Column("starts_at", WHEN, nullable=False),
        sa.Column("ends_at", WHEN, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        tenant_foreign_key("interview_summaries", "id", "interviews", ondelete="CASCADE"),
    )
    _index("interview_summaries", "agency_id_application_id", "application_id")
    _index("interview_summaries", "agency_id_candidate_id", "candidate_id")
    _index("interview_summaries", "agency_id_starts_at_id", "starts_at", "id")
    _index("interview_summaries", "agency_id_recruiter_id_starts_at", "recruiter_id", "starts_at")
    _index("interview_summaries", "agency_id_office_id_starts_at", "office_id", "starts_at")
    _index("interview_summaries", "ahead", "ends_at", where="status = 'planned'")
    _index("interview_summaries", "off", "status", where="status <> 'planned'")


def _indexes() -> None:
    _index("application_summaries", "agency_id_candidate_id", "candidate_id")
    _index("application_summaries", "employer", "employer_id", "state")
    _index("application_summaries", "recruiter", "recruiter_id", "state")
    _index("application_summaries", "office", "office_id", "state")
    _index("application_summaries", "by_due", _value_or("next_due_at", "infinity"), "id")
    _index("application_summaries", "next_due", "next_due_at", where="next_due_at is not null")
    _index("application_summaries", "by_no_answer", _value_or("no_answer_at", "-infinity"), "id")
    _index("application_summaries", "offer", "id", where="has_offer")
    _index("candidate_summaries", "name", "sort_name", "id")
    _index("candidate_summaries", "recruiter", "recruiter_id", "sort_name")
    _index("candidate_summaries", "office", "office_id", "sort_name")
    _index("candidate_summaries", "field", "field_id", "sort_name")
    _index("candidate_summaries", "by_due", _value_or("next_due_at", "infinity"), "id")
    _index("candidate_summaries", "by_heard", _value_or("heard_at", "-infinity"), "id")
    _index("candidate_summaries", "next_due", "next_due_at", where="next_due_at is not null")
    _index("candidate_summaries", "late", "late_from", where="late_from is not null")
    _index("candidate_summaries", "next_interview", "next_interview_at", where="next_interview_at is not null")
    _index("candidate_summaries", "missing_contacts", "sort_name", where="missing_contacts > 0")
    _index("candidate_summaries", "available", "available_from", where="available_from is not null")
    _index("candidate_summaries", "snoozed", "snoozed_until", where="snoozed_until is not null")
    _index("candidate_summaries", "never_reminded", "sort_name", where="reminded_at is null")


def _value_or(column: str, other: str) -> sa.TextClause:
    """Return the column's value, or that moment where it is null: conditions on `coalesce` never reach an index."""
    return sa.text(f"(case when {column} is null then '{other}'::timestamptz else {column} end)")


def _index(table: str, name: str, *columns: str | sa.TextClause, where: str | None = None) -> None:
    condition = sa.text(where) if where else None
    op.create_index(f"ix_{table}_{name}", table, ["agency_id", *columns], postgresql_where=condition)
