"""Interviews, whom they are with, what was told and done about them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from portal.core.schema import key, tenant_table

revision = "0004"
down_revision = "0003"

TABLES = ("interviews", "interview_people", "moves", "debriefs", "completions")


def upgrade() -> None:
    _interviews()
    _interview_people()
    _moves()
    _debriefs()
    _completions()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _interviews() -> None:
    tenant_table(
        "interviews",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ends_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("place", sa.Text()),
        sa.Column("link", sa.Text()),
        sa.Column("recorded_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), server_default="planned", nullable=False),
        sa.Column("status_changed_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("status_reason", sa.Text()),
        sa.Column("calendar_uid", sa.Text()),
        sa.Column("calendar_recurrence", sa.Text()),
        sa.Column("calendar_sequence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("entry_sequence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("external_id", sa.Text()),
        sa.Column("decision_on", sa.Date()),
        sa.Column("expected_days", sa.Integer()),
        sa.Column("stage", sa.Text()),
        sa.Column("candidates_left", sa.Integer()),
        sa.Column("hires_right_away", sa.Boolean()),
        sa.CheckConstraint("stage in ('near_end', 'way_to_go')", name="ck_interviews_stage"),
        sa.CheckConstraint("status in ('planned', 'cancelled', 'no_show')", name="ck_interviews_status"),
        sa.CheckConstraint("ends_at > starts_at", name="ck_interviews_ends_after_start"),
        key("interviews", "process_id", "processes"),
    )
    op.create_index("ix_interviews_agency_id_process_id", "interviews", ["agency_id", "process_id"])
    op.create_index("ix_interviews_agency_id_starts_at", "interviews", ["agency_id", "starts_at"])
    op.create_index(
        "uq_interviews_calendar",
        "interviews",
        ["agency_id", "process_id", "calendar_uid", "calendar_recurrence"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("calendar_uid is not null"),
    )


def _interview_people() -> None:
    tenant_table(
        "interview_people",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("met", sa.Boolean()),
        sa.Column("talked_about", sa.Text()),
        sa.Column("clarify", sa.Text()),
        sa.Column("contact_requested_at", sa.TIMESTAMP(timezone=True)),
        key("interview_people", "contact_id", "contacts"),
        key("interview_people", "interview_id", "interviews"),
        sa.UniqueConstraint(
            "agency_id", "interview_id", "contact_id", name="uq_interview_people_agency_id_interview_id_contact_id"
        ),
    )
    op.create_index("ix_interview_people_agency_id_contact_id", "interview_people", ["agency_id", "contact_id"])


def _moves() -> None:
    tenant_table(
        "moves",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("from_starts_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("to_starts_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("by_id", sa.Uuid()),
        key("moves", "by_id", "accounts"),
        key("moves", "interview_id", "interviews"),
    )
    op.create_index("ix_moves_agency_id_interview_id", "moves", ["agency_id", "interview_id"])


def _debriefs() -> None:
    tenant_table(
        "debriefs",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("answers", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("finished_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("by_id", sa.Uuid()),
        key("debriefs", "by_id", "accounts"),
        key("debriefs", "interview_id", "interviews"),
        sa.UniqueConstraint("agency_id", "interview_id", name="uq_debriefs_agency_id_interview_id"),
    )


def _completions() -> None:
    tenant_table(
        "completions",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("means", sa.Text(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid()),
        sa.CheckConstraint("(kind = 'thank') = (person_id is not null)", name="ck_completions_person"),
        sa.CheckConstraint("kind in ('collect_contacts', 'debrief', 'thank', 'follow_up')", name="ck_completions_kind"),
        sa.CheckConstraint("means in ('portal', 'mail_program', 'card', 'told')", name="ck_completions_means"),
        key("completions", "by_id", "accounts"),
        key("completions", "interview_id", "interviews"),
        key("completions", "person_id", "interview_people"),
    )
    op.create_index(
        "uq_completions_step",
        "completions",
        ["agency_id", "interview_id", "kind", "person_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
