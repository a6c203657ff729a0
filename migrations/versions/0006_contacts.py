"""Create employers, their people, requests for contact info, and merges of duplicates."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0006_contacts"
down_revision = "0005_candidates"

TABLES = ("employers", "contacts", "contact_requests", "contact_merges", "contact_non_duplicates", "entered_details")
WHEN = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _employers()
    _contacts()
    _contact_requests()
    _contact_requests_indexes()
    _contact_merges()
    _contact_non_duplicates()
    _entered_details()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _employers() -> None:
    tenant_table(
        "employers",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text()),
        sa.Column("hr_name", sa.Text()),
        sa.Column("hr_phone", sa.Text()),
        sa.Column("hr_email", sa.Text()),
        sa.Column("postal_address", sa.Text()),
        sa.Column("website", sa.Text()),
        sa.Column("note_sending", sa.Text()),
        sa.Column("is_sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("external_id", sa.Text()),
        sa.CheckConstraint("note_sending in ('candidate', 'approval', 'recruiter')", name="ck_employers_note_sending"),
        sa.UniqueConstraint("agency_id", "name", name="uq_employers_agency_id_name"),
    )
    op.create_index("ix_employers_agency_id_lower_name", "employers", ["agency_id", sa.text("lower(name)")])


def _contacts() -> None:
    tenant_table(
        "contacts",
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("email", sa.Text()),
        sa.Column("email_key", sa.Text()),
        sa.Column("phone", sa.Text()),
        sa.Column("postal_address", sa.Text()),
        sa.Column("reachable_at", WHEN),
        sa.Column("via_hr", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("email_is_guess", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("merged_into_id", sa.Uuid()),
        sa.Column("email_confirmed_at", WHEN),
        sa.Column("email_confirmed_by_id", sa.Uuid()),
        sa.Column("external_id", sa.Text()),
        tenant_foreign_key("contacts", "email_confirmed_by_id", "accounts"),
        tenant_foreign_key("contacts", "employer_id", "employers"),
        tenant_foreign_key("contacts", "merged_into_id", "contacts"),
        sa.UniqueConstraint(
            "agency_id", "employer_id", "email_key", name="uq_contacts_agency_id_employer_id_email_key"
        ),
    )
    op.create_index("ix_contacts_agency_id_name", "contacts", ["agency_id", "name"])


def _contact_requests() -> None:
    tenant_table(
        "contact_requests",
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("requested_at", WHEN, nullable=False),
        sa.Column("target_at", WHEN, nullable=False),
        sa.Column("recruiter_notified_at", WHEN),
        sa.Column("closed_at", WHEN),
        sa.Column("outcome", sa.Text()),
        sa.Column("source", sa.Text()),
        sa.Column("answered_by_id", sa.Uuid()),
        sa.Column("claimed_by_id", sa.Uuid()),
        sa.Column("claimed_at", WHEN),
        sa.Column("asked_hr_at", WHEN),
        sa.Column("asked_hr_by_id", sa.Uuid()),
        sa.Column("reason", sa.Text()),
        sa.Column("escalate_at", WHEN),
        sa.Column("escalated_at", WHEN),
        sa.Column("undone_at", WHEN),
        sa.Column("undone_by_id", sa.Uuid()),
        sa.CheckConstraint("source in ('front_desk', 'hr', 'card')", name="ck_contact_requests_source"),
        tenant_foreign_key("contact_requests", "answered_by_id", "accounts"),
        tenant_foreign_key("contact_requests", "asked_hr_by_id", "accounts"),
        tenant_foreign_key("contact_requests", "candidate_id", "candidates"),
        tenant_foreign_key("contact_requests", "claimed_by_id", "accounts"),
        tenant_foreign_key("contact_requests", "contact_id", "contacts"),
        tenant_foreign_key("contact_requests", "undone_by_id", "accounts"),
    )


def _contact_requests_indexes() -> None:
    op.create_index("ix_contact_requests_agency_id_candidate_id", "contact_requests", ["agency_id", "candidate_id"])
    op.create_index("ix_contact_requests_agency_id_contact_id", "contact_requests", ["agency_id", "contact_id"])
    op.create_index("ix_contact_requests_agency_id_target_at", "contact_requests", ["agency_id", "target_at"])
    op.create_index("ix_contact_requests_agency_id_requested_at", "contact_requests", ["agency_id", "requested_at"])
    ended = sa.text("(case when closed_at is null then target_at else closed_at end)")
    op.create_index("ix_contact_requests_ended", "contact_requests", ["agency_id", ended, "id"])
    op.create_index("ix_contact_requests_escalate_at", "contact_requests", ["escalate_at", "agency_id"])
    op.create_index(
        "ix_contact_requests_waiting",
        "contact_requests",
        ["agency_id", "target_at"],
        postgresql_where=sa.text("closed_at is null"),
    )
    op.create_index(
        "uq_contact_requests_open",
        "contact_requests",
        ["agency_id", "contact_id"],
        unique=True,
        postgresql_where=sa.text("closed_at is null"),
    )


def _contact_merges() -> None:
    tenant_table(
        "contact_merges",
        sa.Column("winner_id", sa.Uuid(), nullable=False),
        sa.Column("loser_id", sa.Uuid(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("by_id", sa.Uuid()),
        sa.Column("undo_data", JSONB()),
        sa.Column("undo_until", WHEN),
        sa.Column("undone_at", WHEN),
        tenant_foreign_key("contact_merges", "by_id", "accounts"),
        tenant_foreign_key("contact_merges", "loser_id", "contacts"),
        tenant_foreign_key("contact_merges", "winner_id", "contacts"),
    )
    op.create_index("ix_contact_merges_agency_id_at", "contact_merges", ["agency_id", "at"])
    op.create_index("ix_contact_merges_agency_id_loser_id", "contact_merges", ["agency_id", "loser_id"])
    op.create_index("ix_contact_merges_agency_id_winner_id", "contact_merges", ["agency_id", "winner_id"])
    op.create_index("ix_contact_merges_undo_until", "contact_merges", ["undo_until", "agency_id"])


def _contact_non_duplicates() -> None:
    tenant_table(
        "contact_non_duplicates",
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("by_id", sa.Uuid()),
        tenant_foreign_key("contact_non_duplicates", "by_id", "accounts"),
        tenant_foreign_key("contact_non_duplicates", "contact_id", "contacts"),
        tenant_foreign_key("contact_non_duplicates", "other_id", "contacts"),
        sa.UniqueConstraint(
            "agency_id", "contact_id", "other_id", name="uq_contact_non_duplicates_agency_id_contact_id_other_id"
        ),
    )


def _entered_details() -> None:
    tenant_table(
        "entered_details",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.CheckConstraint("kind in ('email', 'phone', 'postal_address')", name="ck_entered_details_kind"),
        tenant_foreign_key("entered_details", "account_id", "accounts"),
        sa.UniqueConstraint(
            "agency_id", "account_id", "kind", "digest", name="uq_entered_details_agency_id_account_id_kind_digest"
        ),
    )
