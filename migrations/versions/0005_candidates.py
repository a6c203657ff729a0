"""Create candidates, their changes of email address, and what stops reminders to them."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0005_candidates"
down_revision = "0004_audit"

TABLES = ("candidates", "email_changes", "reminder_suppressions")
WHEN = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _candidates()
    _email_changes()
    _reminder_suppressions()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _candidates() -> None:
    tenant_table(
        "candidates",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text()),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("field_id", sa.Uuid()),
        sa.Column("office_id", sa.Uuid()),
        sa.Column("recruiter_id", sa.Uuid()),
        sa.Column("account_id", sa.Uuid()),
        sa.Column("invited_at", WHEN),
        sa.Column("next_reminder_at", WHEN),
        sa.Column("english", sa.Text()),
        sa.Column("is_sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("external_id", sa.Text()),
        sa.CheckConstraint("english in ('us', 'uk')", name="ck_candidates_english"),
        tenant_foreign_key("candidates", "account_id", "accounts"),
        tenant_foreign_key("candidates", "field_id", "job_fields"),
        tenant_foreign_key("candidates", "office_id", "offices"),
        tenant_foreign_key("candidates", "recruiter_id", "accounts"),
        sa.UniqueConstraint("agency_id", "account_id", name="uq_candidates_agency_id_account_id"),
        sa.UniqueConstraint("agency_id", "email_key", name="uq_candidates_agency_id_email_key"),
    )
    op.create_index("ix_candidates_agency_id_field_id", "candidates", ["agency_id", "field_id"])
    op.create_index("ix_candidates_agency_id_name", "candidates", ["agency_id", "name"])
    op.create_index("ix_candidates_agency_id_office_id", "candidates", ["agency_id", "office_id"])
    op.create_index("ix_candidates_agency_id_recruiter_id", "candidates", ["agency_id", "recruiter_id"])
    op.create_index("ix_candidates_next_reminder_at", "candidates", ["next_reminder_at", "agency_id"])


def _email_changes() -> None:
    tenant_table(
        "email_changes",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("old_email", sa.Text(), nullable=False),
        sa.Column("new_email", sa.Text(), nullable=False),
        sa.Column("requested_at", WHEN, nullable=False),
        sa.Column("by_id", sa.Uuid()),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", WHEN, nullable=False),
        sa.Column("confirmed_at", WHEN),
        sa.Column("canceled_at", WHEN),
        tenant_foreign_key("email_changes", "by_id", "accounts"),
        tenant_foreign_key("email_changes", "candidate_id", "candidates"),
        sa.UniqueConstraint("agency_id", "token_hash", name="uq_email_changes_agency_id_token_hash"),
    )
    op.create_index("ix_email_changes_agency_id_candidate_id", "email_changes", ["agency_id", "candidate_id"])
    op.create_index(
        "uq_email_changes_open",
        "email_changes",
        ["agency_id", "candidate_id"],
        unique=True,
        postgresql_where=sa.text("confirmed_at is null and canceled_at is null"),
    )


def _reminder_suppressions() -> None:
    tenant_table(
        "reminder_suppressions",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("until", WHEN),
        sa.Column("by_id", sa.Uuid()),
        sa.Column("lifted_at", WHEN),
        sa.CheckConstraint(
            "kind in ('paused', 'unsubscribed', 'bounced', 'deactivated', 'placed')",
            name="ck_reminder_suppressions_kind",
        ),
        tenant_foreign_key("reminder_suppressions", "by_id", "accounts"),
        tenant_foreign_key("reminder_suppressions", "candidate_id", "candidates"),
    )
    op.create_index(
        "ix_reminder_suppressions_agency_id_candidate_id", "reminder_suppressions", ["agency_id", "candidate_id"]
    )
    op.create_index(
        "uq_reminder_suppressions_standing",
        "reminder_suppressions",
        ["agency_id", "candidate_id", "kind"],
        unique=True,
        postgresql_where=sa.text("lifted_at is null"),
    )
