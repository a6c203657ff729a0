"""Create recruiters' notes on candidates and applications."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0029_recruiter_notes"
down_revision = "0028_saved_views"


def upgrade() -> None:
    tenant_table(
        "recruiter_notes",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_before", sa.Text(), nullable=True),
        sa.Column("changed_text_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        tenant_foreign_key("recruiter_notes", "candidate_id", "candidates", ondelete="CASCADE"),
        tenant_foreign_key("recruiter_notes", "application_id", "applications", ondelete="CASCADE"),
        tenant_foreign_key("recruiter_notes", "by_id", "accounts"),
    )
    op.create_index(
        "ix_recruiter_notes_agency_id_candidate_id_at", "recruiter_notes", ["agency_id", "candidate_id", "at"]
    )
    op.create_index(
        "ix_recruiter_notes_deleted",
        "recruiter_notes",
        ["agency_id", "deleted_at"],
        postgresql_where=sa.text("deleted_at is not null"),
    )


def downgrade() -> None:
    op.drop_table("recruiter_notes")
