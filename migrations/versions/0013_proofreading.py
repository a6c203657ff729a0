"""Create candidates' dictionary words, and the issues of a note that were dismissed."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0013_proofreading"
down_revision = "0012_notes"

TABLES = ("dictionary_words", "dismissed_issues")
WHEN = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _dictionary_words()
    _dismissed_issues()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _dictionary_words() -> None:
    tenant_table(
        "dictionary_words",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("word_key", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid()),
        tenant_foreign_key("dictionary_words", "by_id", "accounts"),
        tenant_foreign_key("dictionary_words", "candidate_id", "candidates"),
        sa.UniqueConstraint(
            "agency_id", "candidate_id", "word_key", name="uq_dictionary_words_agency_id_candidate_id_word_key"
        ),
    )


def _dismissed_issues() -> None:
    tenant_table(
        "dismissed_issues",
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("by_id", sa.Uuid()),
        tenant_foreign_key("dismissed_issues", "by_id", "accounts"),
        tenant_foreign_key("dismissed_issues", "note_id", "notes"),
        sa.UniqueConstraint("agency_id", "note_id", "mark", name="uq_dismissed_issues_agency_id_note_id_mark"),
    )
