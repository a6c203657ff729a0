"""The outbox, the notes in it, the plan, and what candidates were asked for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from portal.core.schema import key, tenant_table

revision = "0005"
down_revision = "0004"

TABLES = ("messages", "notes", "steps", "prompts", "asks")


def upgrade() -> None:
    _messages()
    _notes()
    _steps()
    _prompts()
    _asks()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _messages() -> None:
    tenant_table(
        "messages",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("to_name", sa.Text(), nullable=False),
        sa.Column("to_email", sa.Text(), nullable=False),
        sa.Column("about_id", sa.Uuid()),
        sa.Column("payload", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text()),
        sa.Column("state", sa.Text(), server_default="queued", nullable=False),
        sa.Column("due_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("not_after", sa.TIMESTAMP(timezone=True)),
        sa.Column("claim_token", sa.Uuid()),
        sa.Column("lease_until", sa.TIMESTAMP(timezone=True)),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("handed_over_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("finished_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("outcome", sa.Text()),
        sa.CheckConstraint("queue in ('now', 'due')", name="ck_messages_queue"),
        sa.CheckConstraint(
            "state in ('queued', 'claimed', 'handed_over', 'sent', 'failed', 'unknown', 'dropped', 'lapsed')",
            name="ck_messages_state",
        ),
        sa.UniqueConstraint("agency_id", "key", name="uq_messages_agency_id_key"),
        sa.UniqueConstraint("agency_id", "message_id", name="uq_messages_agency_id_message_id"),
    )
    _message_indexes()


def _message_indexes() -> None:
    op.create_index("ix_messages_agency_id_about_id_created_at", "messages", ["agency_id", "about_id", "created_at"])
    op.create_index("ix_messages_agency_id_state_due_at", "messages", ["agency_id", "state", "due_at"])
    op.create_index(
        "ix_messages_lease",
        "messages",
        ["lease_until", "agency_id"],
        postgresql_where=sa.text("lease_until is not null"),
    )
    op.create_index(
        "ix_messages_to_send",
        "messages",
        ["due_at", "agency_id", "queue"],
        postgresql_where=sa.text("state = 'queued'"),
    )


def _notes() -> None:
    tenant_table(
        "notes",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("medium", sa.Text(), server_default="email", nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("message_id", sa.Uuid()),
        sa.CheckConstraint("kind in ('thank', 'follow_up')", name="ck_notes_kind"),
        sa.CheckConstraint("medium in ('email', 'card')", name="ck_notes_medium"),
        key("notes", "interview_id", "interviews"),
        key("notes", "message_id", "messages"),
        key("notes", "person_id", "interview_people"),
    )
    op.create_index("ix_notes_agency_id_interview_id", "notes", ["agency_id", "interview_id"])
    op.create_index("ix_notes_agency_id_message_id", "notes", ["agency_id", "message_id"])
    op.create_index(
        "uq_notes_follow_up",
        "notes",
        ["agency_id", "interview_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'follow_up'"),
    )
    op.create_index(
        "uq_notes_thank", "notes", ["agency_id", "person_id"], unique=True, postgresql_where=sa.text("kind = 'thank'")
    )


def _steps() -> None:
    tenant_table(
        "steps",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("opens_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("due_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("missed_from", sa.TIMESTAMP(timezone=True)),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason_code", sa.Text(), nullable=False),
        sa.Column("reason_values", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.CheckConstraint(
            "kind in ('prepare_draft', 'collect_contacts', 'debrief', 'thank', 'request_contact', 'follow_up', "
            "'close')",
            name="ck_steps_kind",
        ),
        sa.CheckConstraint(
            "state in ('done', 'dropped', 'missed', 'upcoming', 'blocked', 'open')", name="ck_steps_state"
        ),
        key("steps", "interview_id", "interviews"),
        key("steps", "person_id", "interview_people"),
        key("steps", "process_id", "processes"),
    )
    op.create_index("ix_steps_agency_id_state_due_at", "steps", ["agency_id", "state", "due_at"])
    op.create_index(
        "uq_steps_step",
        "steps",
        ["agency_id", "process_id", "kind", "interview_id", "person_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )


def _prompts() -> None:
    tenant_table(
        "prompts",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("local_day", sa.Date(), nullable=False),
        key("prompts", "candidate_id", "candidates"),
        key("prompts", "message_id", "messages"),
    )
    op.create_index("ix_prompts_agency_id_candidate_id_at", "prompts", ["agency_id", "candidate_id", "at"])
    op.create_index("ix_prompts_agency_id_message_id", "prompts", ["agency_id", "message_id"])


def _asks() -> None:
    tenant_table(
        "asks",
        sa.Column("prompt_id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("dropped_at", sa.TIMESTAMP(timezone=True)),
        key("asks", "interview_id", "interviews"),
        key("asks", "person_id", "interview_people"),
        key("asks", "process_id", "processes"),
        key("asks", "prompt_id", "prompts"),
    )
    op.create_index("ix_asks_agency_id_prompt_id", "asks", ["agency_id", "prompt_id"])
    op.create_index(
        "uq_asks_step_reason",
        "asks",
        ["agency_id", "process_id", "kind", "interview_id", "person_id", "reason"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("dropped_at is null"),
    )
