"""Create what an agency decides about itself, its offices, and its fields of work."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from portal.core.schema import tenant_table

revision = "0002_agencies"
down_revision = "0001_core"

TABLES = ("agency_profiles", "offices", "job_fields")


def upgrade() -> None:
    _agency_profiles()
    _offices()
    _job_fields()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _agency_profiles() -> None:
    tenant_table(
        "agency_profiles",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("color", sa.Text(), server_default="#0f766e", nullable=False),
        sa.Column("logo", sa.LargeBinary()),
        sa.Column("logo_type", sa.Text()),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), server_default="US", nullable=False),
        sa.Column("locale", sa.Text(), server_default="en_US", nullable=False),
        sa.Column("phone", sa.Text()),
        sa.Column("visibility", sa.Text(), server_default="office", nullable=False),
        sa.Column("reminders_before_acceptance", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("note_sending", sa.Text(), server_default="candidate", nullable=False),
        sa.Column("posts_cards", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("postal_address", sa.Text()),
        sa.Column("policy", JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.CheckConstraint(
            "note_sending in ('candidate', 'approval', 'recruiter')", name="ck_agency_profiles_note_sending"
        ),
        sa.CheckConstraint("visibility in ('own', 'office', 'agency')", name="ck_agency_profiles_visibility"),
        sa.ForeignKeyConstraint(["agency_id"], ["ops.agencies.id"], name="fk_agency_profiles_agency_id"),
        sa.UniqueConstraint("agency_id", name="uq_agency_profiles_agency_id"),
    )


def _offices() -> None:
    tenant_table(
        "offices",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text()),
        sa.UniqueConstraint("agency_id", "name", name="uq_offices_agency_id_name"),
    )


def _job_fields() -> None:
    tenant_table(
        "job_fields",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.UniqueConstraint("agency_id", "name", name="uq_job_fields_agency_id_name"),
    )
