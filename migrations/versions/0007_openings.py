"""Create the openings that the agency fills, and candidates' responses to them."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0007_openings"
down_revision = "0006_contacts"

TABLES = ("openings", "opening_responses")
WHEN = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _openings()
    _opening_responses()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _openings() -> None:
    tenant_table(
        "openings",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("field_id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid()),
        sa.Column("employer_named", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("place", sa.Text()),
        sa.Column("pay", sa.Text()),
        sa.Column("about", sa.Text()),
        sa.Column("open_until", sa.Date(), nullable=False),
        sa.Column("closed_at", WHEN),
        sa.Column("external_id", sa.Text()),
        tenant_foreign_key("openings", "employer_id", "employers"),
        tenant_foreign_key("openings", "field_id", "job_fields"),
    )
    op.create_index("ix_openings_agency_id_employer_id", "openings", ["agency_id", "employer_id"])
    op.create_index("ix_openings_agency_id_field_id", "openings", ["agency_id", "field_id"])
    op.create_index("ix_openings_agency_id_open_until", "openings", ["agency_id", "open_until"])
    op.create_index("ix_openings_agency_id_lower_title", "openings", ["agency_id", sa.text("lower(title)")])


def _opening_responses() -> None:
    tenant_table(
        "opening_responses",
        sa.Column("opening_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("handled_at", WHEN),
        sa.Column("handled_by_id", sa.Uuid()),
        sa.CheckConstraint("kind in ('put_forward', 'call_me', 'not_for_me')", name="ck_opening_responses_kind"),
        tenant_foreign_key("opening_responses", "candidate_id", "candidates"),
        tenant_foreign_key("opening_responses", "handled_by_id", "accounts"),
        tenant_foreign_key("opening_responses", "opening_id", "openings"),
        sa.UniqueConstraint(
            "agency_id", "opening_id", "candidate_id", name="uq_opening_responses_agency_id_opening_id_candidate_id"
        ),
    )
    op.create_index(
        "ix_opening_responses_ended",
        "opening_responses",
        ["agency_id", sa.text("(case when handled_at is null then at else handled_at end)"), "id"],
    )
    op.create_index("ix_opening_responses_agency_id_candidate_id", "opening_responses", ["agency_id", "candidate_id"])
    op.create_index("ix_opening_responses_agency_id_at", "opening_responses", ["agency_id", "at"])
    op.create_index(
        "ix_opening_responses_waiting",
        "opening_responses",
        ["agency_id", "at"],
        postgresql_where=sa.text("handled_at is null"),
    )
