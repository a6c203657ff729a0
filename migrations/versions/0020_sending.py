"""Notes that a recruiter looks at first, and notes as they went out."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import key, tenant_table

revision = "0020"
down_revision = "0022"

MEANS = "'portal', 'mail_program', 'card', 'told'"


def upgrade() -> None:
    op.add_column("notes", sa.Column("handed_in_at", sa.TIMESTAMP(timezone=True)))
    _approvals()
    _sent_notes()
    _means(f"{MEANS}, 'passed_on'")


def downgrade() -> None:
    _as_told()
    _means(MEANS)
    op.drop_table("sent_notes")
    op.drop_table("approvals")
    op.drop_column("notes", "handed_in_at")


def _approvals() -> None:
    tenant_table(
        "approvals",
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Uuid()),
        sa.Column("target_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("send_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text()),
        sa.Column("decided_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("decided_by_id", sa.Uuid()),
        sa.Column("words", sa.Text()),
        sa.Column("suggested_subject", sa.Text()),
        sa.Column("suggested_body", sa.Text()),
        sa.CheckConstraint("kind in ('approve', 'pass_on')", name="ck_approvals_kind"),
        sa.CheckConstraint(
            "decision in ('approved', 'returned', 'passed_on', 'withdrawn')", name="ck_approvals_decision"
        ),
        key("approvals", "asked_by_id", "accounts"),
        key("approvals", "decided_by_id", "accounts"),
        key("approvals", "note_id", "notes"),
    )
    open_only = sa.text("decided_at is null")
    op.create_index("ix_approvals_agency_id_note_id", "approvals", ["agency_id", "note_id"])
    op.create_index("uq_approvals_open", "approvals", ["agency_id", "note_id"], unique=True, postgresql_where=open_only)
    op.create_index("ix_approvals_waiting", "approvals", ["agency_id", "target_at"], postgresql_where=open_only)


def _sent_notes() -> None:
    tenant_table(
        "sent_notes",
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("means", sa.Text(), nullable=False),
        sa.Column("from_name", sa.Text(), nullable=False),
        sa.Column("to_name", sa.Text(), nullable=False),
        sa.Column("to_email", sa.Text()),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        key("sent_notes", "note_id", "notes"),
        grants="select, insert",
    )
    op.create_index("ix_sent_notes_agency_id_note_id_at", "sent_notes", ["agency_id", "note_id", "at"])


def _as_told() -> None:
    """What was passed on reads as told, in every agency: the owner sees their rows only while nothing is forced."""
    op.execute("alter table completions no force row level security")
    op.execute("update completions set means = 'told' where means = 'passed_on'")
    op.execute("alter table completions force row level security")


def _means(allowed: str) -> None:
    op.drop_constraint("ck_completions_means", "completions")
    op.create_check_constraint("ck_completions_means", "completions", f"means in ({allowed})")
