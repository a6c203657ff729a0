"""Create the views of lists that staff keep."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0028_saved_views"
down_revision = "0027_bulk_actions"


def upgrade() -> None:
    tenant_table(
        "saved_views",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("list_name", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("deleted_at", sa.TIMESTAMP(timezone=True)),
        tenant_foreign_key("saved_views", "account_id", "accounts"),
    )
    op.create_index(
        "uq_saved_views_name",
        "saved_views",
        ["agency_id", "account_id", "list_name", sa.text("lower(name)")],
        unique=True,
        postgresql_where=sa.text("deleted_at is null"),
    )
    op.create_index(
        "ix_saved_views_shared", "saved_views", ["agency_id", "list_name"], postgresql_where=sa.text("is_shared")
    )


def downgrade() -> None:
    op.drop_table("saved_views")
