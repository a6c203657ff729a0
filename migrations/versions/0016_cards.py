"""Create the notes that go as cards."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0016_cards"
down_revision = "0015_followups"

TABLES = ("cards",)
WHEN = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _cards()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _cards() -> None:
    tenant_table(
        "cards",
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("size", sa.Text(), nullable=False),
        sa.Column("folded", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("by_hand", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("label", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("posted_by", sa.Text(), nullable=False),
        sa.Column("address", JSONB()),
        sa.Column("sender", sa.Text()),
        sa.Column("ready_at", WHEN),
        sa.Column("printed_at", WHEN),
        sa.Column("mail_by", WHEN),
        sa.CheckConstraint("posted_by in ('candidate', 'agency')", name="ck_cards_posted_by"),
        sa.CheckConstraint("size in ('a6', 'a7', 'us_a2', 'us_a7')", name="ck_cards_size"),
        tenant_foreign_key("cards", "note_id", "notes"),
        sa.UniqueConstraint("agency_id", "note_id", name="uq_cards_agency_id_note_id"),
    )
    op.create_index(
        "ix_cards_waiting", "cards", ["agency_id", "mail_by"], postgresql_where=sa.text("mail_by is not null")
    )
