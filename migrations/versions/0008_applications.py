"""Create candidates' applications to employers, and how they end."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0008_applications"
down_revision = "0007_openings"

TABLES = ("applications", "employer_responses", "closures")
WHEN = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _applications()
    _employer_responses()
    _closures()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _applications() -> None:
    tenant_table(
        "applications",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("opening_title", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="active", nullable=False),
        sa.Column("reason_code", sa.Text(), server_default="", nullable=False),
        sa.Column("reason_values", JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("next_change_at", WHEN),
        sa.Column("decision_on", sa.Date()),
        sa.Column("expected_days", sa.Integer()),
        sa.Column("stage", sa.Text()),
        sa.Column("candidates_left", sa.Integer()),
        sa.Column("hires_right_away", sa.Boolean()),
        sa.Column("external_id", sa.Text()),
        sa.CheckConstraint("stage in ('near_end', 'way_to_go')", name="ck_applications_stage"),
        sa.CheckConstraint(
            "state in ('active', 'closing', 'closed', 'heard_back', 'lapsed')", name="ck_applications_state"
        ),
        tenant_foreign_key("applications", "candidate_id", "candidates"),
        tenant_foreign_key("applications", "employer_id", "employers"),
    )
    op.create_index("ix_applications_agency_id_candidate_id", "applications", ["agency_id", "candidate_id"])
    op.create_index("ix_applications_agency_id_employer_id", "applications", ["agency_id", "employer_id"])
    op.create_index("ix_applications_agency_id_state", "applications", ["agency_id", "state"])
    op.create_index("ix_applications_agency_id_changed_at", "applications", ["agency_id", "changed_at"])
    op.create_index("ix_applications_next_change_at", "applications", ["next_change_at", "agency_id"])


def _employer_responses() -> None:
    tenant_table(
        "employer_responses",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("words", sa.Text()),
        sa.Column("by_id", sa.Uuid()),
        sa.CheckConstraint("kind in ('answer', 'offer', 'refusal')", name="ck_employer_responses_kind"),
        tenant_foreign_key("employer_responses", "application_id", "applications"),
        tenant_foreign_key("employer_responses", "by_id", "accounts"),
    )
    op.create_index(
        "ix_employer_responses_agency_id_application_id", "employer_responses", ["agency_id", "application_id"]
    )


def _closures() -> None:
    tenant_table(
        "closures",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("by_id", sa.Uuid()),
        sa.CheckConstraint(
            "kind in ('no_answer', 'withdrawn', 'placed', 'elsewhere', 'by_itself')", name="ck_closures_kind"
        ),
        tenant_foreign_key("closures", "application_id", "applications"),
        tenant_foreign_key("closures", "by_id", "accounts"),
    )
    op.create_index("ix_closures_agency_id_application_id", "closures", ["agency_id", "application_id"])
