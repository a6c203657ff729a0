"""Create interviews, the people met there, what was done about them, and their history."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0010_interviews"
down_revision = "0009_drafts"

TABLES = (
    "interviews",
    "interview_people",
    "interview_moves",
    "interview_status_changes",
    "step_completions",
    "interview_notices",
    "task_links",
)
WHEN = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _interviews()
    _interviews_indexes()
    _interview_people()
    _interview_moves()
    _interview_status_changes()
    _step_completions()
    _interview_notices()
    _task_links()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _interviews() -> None:
    tenant_table(
        "interviews",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", WHEN, nullable=False),
        sa.Column("ends_at", WHEN, nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("place", sa.Text()),
        sa.Column("link", sa.Text()),
        sa.Column("round_name", sa.Text()),
        sa.Column("round_kind", sa.Text()),
        sa.Column("recorded_at", WHEN, nullable=False),
        sa.Column("imported", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("status", sa.Text(), server_default="planned", nullable=False),
        sa.Column("status_changed_at", WHEN),
        sa.Column("status_reason", sa.Text()),
        sa.Column("no_show_by", sa.Text()),
        sa.Column("calendar_uid", sa.Text()),
        sa.Column("calendar_recurrence", sa.Text()),
        sa.Column("calendar_sequence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("calendar_stamp", WHEN),
        sa.Column("calendar_occurrence", sa.Text()),
        sa.Column("occurrence_sequence", sa.Integer()),
        sa.Column("occurrence_stamp", WHEN),
        sa.Column("entry_sequence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("decision_on", sa.Date()),
        sa.Column("expected_days", sa.Integer()),
        sa.Column("stage", sa.Text()),
        sa.Column("candidates_left", sa.Integer()),
        sa.Column("hires_right_away", sa.Boolean()),
        sa.Column("external_id", sa.Text()),
        sa.CheckConstraint("ends_at > starts_at", name="ck_interviews_ends_after_start"),
        sa.CheckConstraint("no_show_by in ('candidate', 'employer')", name="ck_interviews_no_show_by"),
        sa.CheckConstraint("round_kind in ('phone', 'video', 'on_site', 'panel')", name="ck_interviews_round_kind"),
        sa.CheckConstraint("stage in ('near_end', 'way_to_go')", name="ck_interviews_stage"),
        sa.CheckConstraint("status in ('planned', 'cancelled', 'no_show')", name="ck_interviews_status"),
        tenant_foreign_key("interviews", "application_id", "applications"),
    )


def _interviews_indexes() -> None:
    op.create_index("ix_interviews_agency_id_application_id", "interviews", ["agency_id", "application_id"])
    op.create_index("ix_interviews_agency_id_starts_at", "interviews", ["agency_id", "starts_at"])
    ahead = sa.text("status = 'planned'")
    op.create_index("ix_interviews_ahead", "interviews", ["agency_id", "ends_at"], postgresql_where=ahead)
    op.create_index(
        "uq_interviews_calendar",
        "interviews",
        ["agency_id", "application_id", "calendar_uid", "calendar_recurrence"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("calendar_uid is not null"),
    )


def _interview_people() -> None:
    tenant_table(
        "interview_people",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("listed_by", sa.Text(), server_default="candidate", nullable=False),
        sa.Column("met", sa.Boolean()),
        sa.Column("talked_about", sa.Text()),
        sa.Column("clarify", sa.Text()),
        sa.Column("personal_detail", sa.Text()),
        sa.Column("contact_requested_at", WHEN),
        sa.CheckConstraint("listed_by in ('staff', 'candidate')", name="ck_interview_people_listed_by"),
        tenant_foreign_key("interview_people", "contact_id", "contacts"),
        tenant_foreign_key("interview_people", "interview_id", "interviews"),
        sa.UniqueConstraint(
            "agency_id", "interview_id", "contact_id", name="uq_interview_people_agency_id_interview_id_contact_id"
        ),
    )
    op.create_index("ix_interview_people_agency_id_contact_id", "interview_people", ["agency_id", "contact_id"])


def _interview_moves() -> None:
    tenant_table(
        "interview_moves",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("from_starts_at", WHEN, nullable=False),
        sa.Column("to_starts_at", WHEN, nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("by_id", sa.Uuid()),
        tenant_foreign_key("interview_moves", "by_id", "accounts"),
        tenant_foreign_key("interview_moves", "interview_id", "interviews", ondelete="CASCADE"),
        grants="select, insert",
    )
    op.create_index("ix_interview_moves_agency_id_interview_id", "interview_moves", ["agency_id", "interview_id"])


def _interview_status_changes() -> None:
    tenant_table(
        "interview_status_changes",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("starts_at", WHEN, nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("by_id", sa.Uuid()),
        sa.CheckConstraint("status in ('planned', 'cancelled', 'no_show')", name="ck_interview_status_changes_status"),
        tenant_foreign_key("interview_status_changes", "by_id", "accounts"),
        tenant_foreign_key("interview_status_changes", "interview_id", "interviews", ondelete="CASCADE"),
        grants="select, insert",
    )
    op.create_index(
        "ix_interview_status_changes_agency_id_interview_id", "interview_status_changes", ["agency_id", "interview_id"]
    )


def _step_completions() -> None:
    tenant_table(
        "step_completions",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("means", sa.Text(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("by_id", sa.Uuid()),
        sa.CheckConstraint(
            "kind in ('collect_contacts', 'debrief', 'thank', 'follow_up')", name="ck_step_completions_kind"
        ),
        sa.CheckConstraint(
            "means in ('portal', 'mail_program', 'card', 'told', 'passed_on')", name="ck_step_completions_means"
        ),
        sa.CheckConstraint("(kind = 'thank') = (person_id is not null)", name="ck_step_completions_person"),
        tenant_foreign_key("step_completions", "by_id", "accounts"),
        tenant_foreign_key("step_completions", "interview_id", "interviews"),
        tenant_foreign_key("step_completions", "person_id", "interview_people"),
    )
    op.create_index(
        "uq_step_completions_step",
        "step_completions",
        ["agency_id", "interview_id", "kind", "person_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )


def _interview_notices() -> None:
    tenant_table(
        "interview_notices",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("by_id", sa.Uuid()),
        sa.Column("starts_at", WHEN, nullable=False),
        sa.Column("ends_at", WHEN, nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("place", sa.Text()),
        sa.Column("link", sa.Text()),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("people", ARRAY(sa.Text()), nullable=False),
        tenant_foreign_key("interview_notices", "by_id", "accounts"),
        tenant_foreign_key("interview_notices", "interview_id", "interviews", ondelete="CASCADE"),
    )
    op.create_index(
        "ix_interview_notices_agency_id_interview_id_at", "interview_notices", ["agency_id", "interview_id", "at"]
    )


def _task_links() -> None:
    tenant_table(
        "task_links",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("person", sa.Uuid()),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("kept_until", WHEN, nullable=False),
        tenant_foreign_key("task_links", "candidate_id", "candidates"),
        tenant_foreign_key("task_links", "interview_id", "interviews"),
        sa.UniqueConstraint("agency_id", "path", name="uq_task_links_agency_id_path"),
        sa.UniqueConstraint("agency_id", "token_hash", name="uq_task_links_agency_id_token_hash"),
    )
    op.create_index("ix_task_links_agency_id_candidate_id", "task_links", ["agency_id", "candidate_id"])
    op.create_index("ix_task_links_agency_id_interview_id", "task_links", ["agency_id", "interview_id"])
    op.create_index("ix_task_links_kept_until", "task_links", ["kept_until", "agency_id"])
