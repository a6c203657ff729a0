"""Create notes to people met at interviews, with their earlier versions, built sentences, and the text sent."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0012_notes"
down_revision = "0011_messaging"

TABLES = ("notes", "note_versions", "worked_in_sentences", "sent_notes")
WHEN = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _notes()
    _note_versions()
    _worked_in_sentences()
    _sent_notes()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _notes() -> None:
    tenant_table(
        "notes",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("medium", sa.Text()),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("saved_at", WHEN, nullable=False),
        sa.Column("saved_in_tab", sa.Text()),
        sa.Column("message_id", sa.Uuid()),
        sa.Column("to_hr", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("submitted_at", WHEN),
        sa.Column("approved_digest", sa.Text()),
        sa.CheckConstraint("kind in ('thank', 'follow_up', 'answer')", name="ck_notes_kind"),
        sa.CheckConstraint("medium in ('email', 'card')", name="ck_notes_medium"),
        tenant_foreign_key("notes", "interview_id", "interviews"),
        tenant_foreign_key("notes", "message_id", "outgoing_messages"),
        tenant_foreign_key("notes", "person_id", "interview_people"),
    )
    op.create_index("ix_notes_agency_id_interview_id", "notes", ["agency_id", "interview_id"])
    op.create_index("ix_notes_agency_id_message_id", "notes", ["agency_id", "message_id"])
    op.create_index(
        "uq_notes_answer",
        "notes",
        ["agency_id", "interview_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'answer'"),
    )
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


def _note_versions() -> None:
    tenant_table(
        "note_versions",
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("by_id", sa.Uuid()),
        sa.CheckConstraint(
            "reason in ('begun', 'typed', 'saved', 'restored', 'sent', 'aside')", name="ck_note_versions_reason"
        ),
        tenant_foreign_key("note_versions", "by_id", "accounts"),
        tenant_foreign_key("note_versions", "note_id", "notes"),
    )
    op.create_index("ix_note_versions_agency_id_note_id_at", "note_versions", ["agency_id", "note_id", "at"])


def _worked_in_sentences() -> None:
    tenant_table(
        "worked_in_sentences",
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("reviewed_at", WHEN),
        sa.CheckConstraint(
            "field in ('talked_about', 'clarify', 'personal_detail')", name="ck_worked_in_sentences_field"
        ),
        tenant_foreign_key("worked_in_sentences", "note_id", "notes"),
        sa.UniqueConstraint(
            "agency_id", "note_id", "field", "fact", name="uq_worked_in_sentences_agency_id_note_id_field_fact"
        ),
    )


def _sent_notes() -> None:
    tenant_table(
        "sent_notes",
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("means", sa.Text(), nullable=False),
        sa.Column("from_name", sa.Text(), nullable=False),
        sa.Column("to_name", sa.Text(), nullable=False),
        sa.Column("to_email", sa.Text()),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        tenant_foreign_key("sent_notes", "note_id", "notes", ondelete="CASCADE"),
        grants="select, insert",
    )
    op.create_index("ix_sent_notes_agency_id_note_id_at", "sent_notes", ["agency_id", "note_id", "at"])
