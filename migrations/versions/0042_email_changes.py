"""A candidate's new email address waits until that address confirms it."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import key, tenant_table

revision = "0042"
down_revision = "0040"

WHEN = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    tenant_table(
        "email_changes",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("old_email", sa.Text(), nullable=False),
        sa.Column("new_email", sa.Text(), nullable=False),
        sa.Column("requested_at", WHEN, nullable=False),
        sa.Column("by_id", sa.Uuid()),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", WHEN, nullable=False),
        sa.Column("confirmed_at", WHEN),
        sa.Column("canceled_at", WHEN),
        key("email_changes", "candidate_id", "candidates"),
        key("email_changes", "by_id", "accounts"),
        sa.UniqueConstraint("agency_id", "token_hash", name="uq_email_changes_agency_id_token_hash"),
    )
    op.create_index(
        "uq_email_changes_open",
        "email_changes",
        ["agency_id", "candidate_id"],
        unique=True,
        postgresql_where=sa.text("confirmed_at is null and canceled_at is null"),
    )
    op.create_index("ix_email_changes_agency_id_candidate_id", "email_changes", ["agency_id", "candidate_id"])


def downgrade() -> None:
    op.drop_table("email_changes")
