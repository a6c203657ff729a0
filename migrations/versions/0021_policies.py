"""Create what a change of the policies would do: the preview that an account looked at last."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0021_policies"
down_revision = "0020_hand_overs"

WHEN = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    tenant_table(
        "policy_previews",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("policy", JSONB(), nullable=False),
        sa.Column("base", JSONB(), nullable=False),
        sa.Column("after_id", sa.Uuid()),
        sa.Column("checked", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("total", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("is_finished", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("counts", JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("tasks", JSONB(), server_default=sa.text("'[]'::jsonb"), nullable=False),
        tenant_foreign_key("policy_previews", "account_id", "accounts"),
        sa.UniqueConstraint("agency_id", "account_id", name="uq_policy_previews_agency_id_account_id"),
    )


def downgrade() -> None:
    op.drop_table("policy_previews")
