"""Create the emails that came in."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0030_incoming"
down_revision = "0029_recruiter_notes"


def upgrade() -> None:
    tenant_table(
        "incoming_messages",
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("envelope_from", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("process_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("outgoing_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("effect", sa.Text(), nullable=True),
        sa.Column("from_name", sa.Text(), server_default="", nullable=False),
        sa.Column("from_email", sa.Text(), server_default="", nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("kind in ('bounce', 'automatic', 'report', 'message')", name="ck_incoming_messages_kind"),
        sa.UniqueConstraint("agency_id", "digest", name="uq_incoming_messages_agency_id_digest"),
        tenant_foreign_key("incoming_messages", "outgoing_id", "outgoing_messages"),
    )
    op.create_index(
        "ix_incoming_messages_to_process",
        "incoming_messages",
        ["process_at", "agency_id"],
        postgresql_where=sa.text("process_at is not null"),
    )
    op.create_index("ix_incoming_messages_agency_id_received_at", "incoming_messages", ["agency_id", "received_at"])
    op.create_index("ix_incoming_messages_agency_id_outgoing_id", "incoming_messages", ["agency_id", "outgoing_id"])


def downgrade() -> None:
    op.drop_table("incoming_messages")
