"""Create what was handed over from one colleague to others."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0020_hand_overs"
down_revision = "0019_onboarding"

TABLES = ("hand_overs", "hand_over_items")
WHEN = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _hand_overs()
    _hand_over_items()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _hand_overs() -> None:
    tenant_table(
        "hand_overs",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid()),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("ended_access", sa.Boolean(), nullable=False),
        tenant_foreign_key("hand_overs", "account_id", "accounts"),
        tenant_foreign_key("hand_overs", "by_id", "accounts"),
    )
    op.create_index("ix_hand_overs_agency_id_account_id_at", "hand_overs", ["agency_id", "account_id", "at"])


def _hand_over_items() -> None:
    tenant_table(
        "hand_over_items",
        sa.Column("hand_over_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("taken_back_at", WHEN),
        sa.CheckConstraint("kind in ('candidates', 'contact_requests', 'approvals')", name="ck_hand_over_items_kind"),
        tenant_foreign_key("hand_over_items", "hand_over_id", "hand_overs"),
        tenant_foreign_key("hand_over_items", "to_id", "accounts"),
    )
    op.create_index("ix_hand_over_items_agency_id_hand_over_id", "hand_over_items", ["agency_id", "hand_over_id"])
