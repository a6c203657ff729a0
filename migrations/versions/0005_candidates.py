"""Create candidates, and what stops reminders to them."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0005_candidates"
down_revision = "0004_audit"

TABLES = ("candidates", "reminder_suppressions")
WHEN = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _candidates()
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
