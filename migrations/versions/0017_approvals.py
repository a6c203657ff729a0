"""Create the notes that a recruiter approves or passes on."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0017_approvals"
down_revision = "0016_cards"

TABLES = ("approvals",)
WHEN = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _approvals()
    _approvals_indexes()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _approvals() -> None:
    tenant_table(
        "approvals",
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("means", sa.Text(), server_default="portal", nullable=False),
        sa.Column("requested_at", WHEN, nullable=False),
        sa.Column("requested_by_id", sa.Uuid()),
        sa.Column("target_at", WHEN, nullable=False),
        sa.Column("claimed_by_id", sa.Uuid()),
        sa.Column("claimed_at", WHEN),
        sa.Column("escalate_at", WHEN),
        sa.Column("escalated_at", WHEN),
        sa.Column("send_at", WHEN),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text()),
        sa.Column("decided_at", WHEN),
        sa.Column("decided_by_id", sa.Uuid()),
        sa.Column("message_id", sa.Uuid()),
        sa.Column("words", sa.Text()),
        sa.Column("suggested_subject", sa.Text()),
        sa.Column("suggested_body", sa.Text()),
        sa.CheckConstraint(
            "decision in ('approved', 'returned', 'passed_on', 'withdrawn')", name="ck_approvals_decision"
        ),
        sa.CheckConstraint("kind in ('approve', 'pass_on')", name="ck_approvals_kind"),
        sa.CheckConstraint("means in ('portal', 'mail_program', 'card')", name="ck_approvals_means"),
        tenant_foreign_key("approvals", "claimed_by_id", "accounts"),
        tenant_foreign_key("approvals", "decided_by_id", "accounts"),
        tenant_foreign_key("approvals", "message_id", "outgoing_messages"),
        tenant_foreign_key("approvals", "note_id", "notes"),
        tenant_foreign_key("approvals", "requested_by_id", "accounts"),
    )


def _approvals_indexes() -> None:
    op.create_index("ix_approvals_agency_id_note_id", "approvals", ["agency_id", "note_id"])
    op.create_index("ix_approvals_escalate_at", "approvals", ["escalate_at", "agency_id"])
    op.create_index(
        "ix_approvals_waiting", "approvals", ["agency_id", "target_at"], postgresql_where=sa.text("decided_at is null")
    )
    op.create_index(
        "uq_approvals_open",
        "approvals",
        ["agency_id", "note_id"],
        unique=True,
        postgresql_where=sa.text("decided_at is null"),
    )
