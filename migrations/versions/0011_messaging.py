"""Create the outbox: every email is a row first."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0011_messaging"
down_revision = "0010_interviews"

TABLES = ("outgoing_messages", "sent_copies")
WHEN = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _outgoing_messages()
    _outgoing_messages_indexes()
    _sent_copies()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _outgoing_messages() -> None:
    tenant_table(
        "outgoing_messages",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("to_name", sa.Text(), nullable=False),
        sa.Column("to_email", sa.Text(), nullable=False),
        sa.Column("about_id", sa.Uuid()),
        sa.Column("payload", JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text()),
        sa.Column("state", sa.Text(), server_default="queued", nullable=False),
        sa.Column("due_at", WHEN, nullable=False),
        sa.Column("first_due_at", WHEN),
        sa.Column("not_after", WHEN),
        sa.Column("claim_token", sa.Uuid()),
        sa.Column("lease_until", WHEN),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("handed_over_at", WHEN),
        sa.Column("finished_at", WHEN),
        sa.Column("outcome", sa.Text()),
        sa.CheckConstraint("queue in ('now', 'due')", name="ck_outgoing_messages_queue"),
        sa.CheckConstraint(
            "state in ('queued', 'claimed', 'handed_over', 'sent', 'failed', 'unknown', 'dropped', 'lapsed')",
            name="ck_outgoing_messages_state",
        ),
        sa.UniqueConstraint("agency_id", "key", name="uq_outgoing_messages_agency_id_key"),
        sa.UniqueConstraint("agency_id", "message_id", name="uq_outgoing_messages_agency_id_message_id"),
    )


def _outgoing_messages_indexes() -> None:
    op.create_index(
        "ix_outgoing_messages_agency_id_about_id_created_at",
        "outgoing_messages",
        ["agency_id", "about_id", "created_at"],
    )
    op.create_index(
        "ix_outgoing_messages_agency_id_state_due_at", "outgoing_messages", ["agency_id", "state", "due_at"]
    )
    op.create_index(
        "ix_outgoing_messages_invitations",
        "outgoing_messages",
        ["agency_id", "created_at"],
        postgresql_where=sa.text("kind in ('invitation', 'email-confirmation')"),
    )
    op.create_index(
        "ix_outgoing_messages_lease",
        "outgoing_messages",
        ["lease_until", "agency_id"],
        postgresql_where=sa.text("lease_until is not null"),
    )
    op.create_index(
        "ix_outgoing_messages_tests", "outgoing_messages", ["agency_id"], postgresql_where=sa.text("kind = 'test'")
    )
    op.create_index(
        "ix_outgoing_messages_to_send",
        "outgoing_messages",
        ["due_at", "agency_id", "queue"],
        postgresql_where=sa.text("state = 'queued'"),
    )


def _sent_copies() -> None:
    tenant_table(
        "sent_copies",
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("kept_until", WHEN, nullable=False),
        tenant_foreign_key("sent_copies", "id", "outgoing_messages", ondelete="CASCADE"),
    )
    op.create_index("ix_sent_copies_kept_until", "sent_copies", ["kept_until", "agency_id"])
