"""Create candidates, and what stops reminders to them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0005_candidates"
down_revision = "0004_audit"

TABLES = ("candidates", "reminder_suppressions", "candidate_merges", "candidate_non_duplicates")
WHEN = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _candidates()
    _reminder_suppressions()
    _candidate_merges()
    _candidate_non_duplicates()


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
        sa.Column("snoozed_until", WHEN),
        sa.Column("snooze_reason", sa.Text()),
        sa.Column("reminders_off", ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("reminder_days_off", ARRAY(sa.SmallInteger()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("remind_from", sa.Time()),
        sa.Column("remind_until", sa.Time()),
        sa.Column("reminder_digest", sa.Boolean(), server_default=sa.text("false"), nullable=False),
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


def _candidate_merges() -> None:
    tenant_table(
        "candidate_merges",
        sa.Column("winner_id", sa.Uuid(), nullable=False),
        sa.Column("loser_id", sa.Uuid(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("by_id", sa.Uuid()),
        sa.Column("undo_data", JSONB()),
        sa.Column("undo_until", WHEN),
        sa.Column("undone_at", WHEN),
        tenant_foreign_key("candidate_merges", "by_id", "accounts"),
        tenant_foreign_key("candidate_merges", "winner_id", "candidates", ondelete="CASCADE"),
    )
    op.create_index("ix_candidate_merges_agency_id_loser_id", "candidate_merges", ["agency_id", "loser_id"])
    op.create_index("ix_candidate_merges_agency_id_winner_id", "candidate_merges", ["agency_id", "winner_id"])
    op.create_index("ix_candidate_merges_undo_until", "candidate_merges", ["undo_until", "agency_id"])


def _candidate_non_duplicates() -> None:
    tenant_table(
        "candidate_non_duplicates",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("by_id", sa.Uuid()),
        tenant_foreign_key("candidate_non_duplicates", "by_id", "accounts"),
        tenant_foreign_key("candidate_non_duplicates", "candidate_id", "candidates", ondelete="CASCADE"),
        tenant_foreign_key("candidate_non_duplicates", "other_id", "candidates", ondelete="CASCADE"),
        sa.UniqueConstraint(
            "agency_id", "candidate_id", "other_id", name="uq_candidate_non_duplicates_agency_id_candidate_id_other_id"
        ),
    )
    op.create_index(
        "ix_candidate_non_duplicates_agency_id_other_id", "candidate_non_duplicates", ["agency_id", "other_id"]
    )
