"""What a candidate's words are, what was left in a note, and how a note read before."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import key, tenant_table

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("candidates", sa.Column("english", sa.Text()))
    op.create_check_constraint("ck_candidates_english", "candidates", "english in ('us', 'uk')")
    _own_words()
    _waved_issues()
    _note_versions()


def downgrade() -> None:
    for table in ("note_versions", "waved_issues", "own_words"):
        op.drop_table(table)
    op.drop_column("candidates", "english")


def _own_words() -> None:
    tenant_table(
        "own_words",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("word_key", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid()),
        key("own_words", "candidate_id", "candidates"),
        key("own_words", "by_id", "accounts"),
        sa.UniqueConstraint(
            "agency_id", "candidate_id", "word_key", name="uq_own_words_agency_id_candidate_id_word_key"
        ),
    )


def _waved_issues() -> None:
    tenant_table(
        "waved_issues",
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid()),
        key("waved_issues", "note_id", "notes"),
        key("waved_issues", "by_id", "accounts"),
        sa.UniqueConstraint("agency_id", "note_id", "mark", name="uq_waved_issues_agency_id_note_id_mark"),
    )


def _note_versions() -> None:
    tenant_table(
        "note_versions",
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid()),
        key("note_versions", "note_id", "notes"),
        key("note_versions", "by_id", "accounts"),
        sa.CheckConstraint("why in ('begun', 'typed', 'saved', 'restored', 'sent')", name="ck_note_versions_why"),
    )
    op.create_index("ix_note_versions_agency_id_note_id_at", "note_versions", ["agency_id", "note_id", "at"])
