"""Create what an agency decides about itself, its offices, and its fields of work."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0002_agencies"
down_revision = "0001_core"

TABLES = ("agency_profiles", "offices", "job_fields", "holiday_changes", "logo_files")


def upgrade() -> None:
    _agency_profiles()
    _offices()
    _job_fields()
    _holiday_changes()
    _logo_files()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _agency_profiles() -> None:
    tenant_table(
        "agency_profiles",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("color", sa.Text(), server_default="#0f766e", nullable=False),
        sa.Column("logo_digest", sa.Text()),
        sa.Column("logo_width", sa.Integer()),
        sa.Column("logo_height", sa.Integer()),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("week", JSONB()),
        sa.Column("country", sa.Text(), server_default="US", nullable=False),
        sa.Column("holiday_region", sa.Text()),
        sa.Column("locale", sa.Text(), server_default="en_US", nullable=False),
        sa.Column("legal_name", sa.Text()),
        sa.Column("sender_name", sa.Text()),
        sa.Column("email_footer", sa.Text()),
        sa.Column("phone", sa.Text()),
        sa.Column("visibility", sa.Text(), server_default="office", nullable=False),
        sa.Column("reminders_before_acceptance", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("note_sending", sa.Text(), server_default="candidate", nullable=False),
        sa.Column("posts_cards", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("postal_address", sa.Text()),
        sa.Column("second_factor_required_from", sa.Date()),
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
        sa.Column("time_zone", sa.Text()),
        sa.Column("week", JSONB()),
        sa.Column("holiday_country", sa.Text()),
        sa.Column("holiday_region", sa.Text()),
        sa.Column("retired_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("external_id", sa.Text()),
        sa.UniqueConstraint("agency_id", "name", name="uq_offices_agency_id_name"),
    )


def _job_fields() -> None:
    tenant_table(
        "job_fields",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("retired_at", sa.TIMESTAMP(timezone=True)),
        sa.UniqueConstraint("agency_id", "name", name="uq_job_fields_agency_id_name"),
    )


def _holiday_changes() -> None:
    tenant_table(
        "holiday_changes",
        sa.Column("office_id", sa.Uuid()),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text()),
        tenant_foreign_key("holiday_changes", "office_id", "offices", ondelete="cascade"),
    )
    columns = ["agency_id", "office_id", "day"]
    op.create_index(
        "uq_holiday_changes_day", "holiday_changes", columns, unique=True, postgresql_nulls_not_distinct=True
    )


def _logo_files() -> None:
    tenant_table(
        "logo_files",
        sa.Column("size", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("agency_id", "size", name="uq_logo_files_agency_id_size"),
    )
