"""A thank-you may go as a card: which, to which address, who posts it; and whether the agency does."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from portal.core.schema import key, tenant_table

revision = "0014"
down_revision = "0019"

MEDIA = "medium in ('email', 'card')"


def upgrade() -> None:
    op.add_column("agency_profiles", sa.Column("posts_cards", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("agency_profiles", sa.Column("postal_address", sa.Text()))
    op.drop_column("notes", "medium")  # nobody could choose so far: what stood there was nobody's choice
    op.add_column("notes", sa.Column("medium", sa.Text()))
    op.create_check_constraint("ck_notes_medium", "notes", MEDIA)
    tenant_table(
        "cards",
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("size", sa.Text(), nullable=False),
        sa.Column("folded", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("label", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("posted_by", sa.Text(), nullable=False),
        sa.Column("address", JSONB()),
        sa.Column("sender", sa.Text()),
        sa.Column("ready_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("printed_at", sa.TIMESTAMP(timezone=True)),
        key("cards", "note_id", "notes"),
        sa.UniqueConstraint("agency_id", "note_id", name="uq_cards_agency_id_note_id"),
        sa.CheckConstraint("size in ('a6', 'a7', 'us_a2', 'us_a7')", name="ck_cards_size"),
        sa.CheckConstraint("posted_by in ('candidate', 'agency')", name="ck_cards_posted_by"),
    )


def downgrade() -> None:
    op.drop_table("cards")
    op.drop_column("notes", "medium")
    op.add_column("notes", sa.Column("medium", sa.Text(), server_default="email", nullable=False))
    op.create_check_constraint("ck_notes_medium", "notes", MEDIA)
    op.drop_column("agency_profiles", "postal_address")
    op.drop_column("agency_profiles", "posts_cards")
