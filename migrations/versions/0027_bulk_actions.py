"""Create bulk actions and their candidates."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0027_bulk_actions"
down_revision = "0026_insight"

WHEN = sa.TIMESTAMP(timezone=True)
EMPTY_OBJECT = sa.text("'{}'::jsonb")


def upgrade() -> None:
    tenant_table(
        "bulk_actions",
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("parameters", JSONB(), server_default=EMPTY_OBJECT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("item_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("return_path", sa.Text()),
        sa.Column("wake_at", WHEN, nullable=False),
        *(sa.Column(name, WHEN) for name in ("started_at", "finished_at", "undo_until")),
        sa.CheckConstraint(
            "action in ('remind', 'message', 'reassign', 'pause', 'resume', "
            "'tag', 'untag', 'invite', 'close', 'export')",
            name="ck_bulk_actions_action",
        ),
        sa.CheckConstraint(
            "state in ('preview', 'running', 'done', 'stopped', 'undoing', 'undone')", name="ck_bulk_actions_state"
        ),
        tenant_foreign_key("bulk_actions", "by_id", "accounts"),
    )
    op.create_index("ix_bulk_actions_agency_id_by_id", "bulk_actions", ["agency_id", "by_id"])
    op.create_index("ix_bulk_actions_wake_at", "bulk_actions", ["wake_at", "agency_id"])
    _items()


def downgrade() -> None:
    op.drop_table("bulk_action_items")
    op.drop_table("bulk_actions")


def _items() -> None:
    table = "bulk_action_items"
    tenant_table(
        table,
        sa.Column("bulk_action_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("details", JSONB(), server_default=EMPTY_OBJECT, nullable=False),
        sa.Column("left_out", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("result", sa.Text()),
        sa.Column("undo_data", JSONB(), server_default=EMPTY_OBJECT, nullable=False),
        tenant_foreign_key(table, "bulk_action_id", "bulk_actions", ondelete="CASCADE"),
        tenant_foreign_key(table, "candidate_id", "candidates", ondelete="CASCADE"),
        sa.UniqueConstraint(
            "agency_id", "bulk_action_id", "number", name=f"uq_{table}_agency_id_bulk_action_id_number"
        ),
    )
    op.create_index(f"ix_{table}_agency_id_candidate_id", table, ["agency_id", "candidate_id"])
