"""Create debriefs after interviews, and photos of business cards until their details are known."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0014_debriefs"
down_revision = "0013_proofreading"

TABLES = ("debriefs", "card_photos")
WHEN = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _debriefs()
    _card_photos()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _debriefs() -> None:
    tenant_table(
        "debriefs",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("answers", JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("finished_at", WHEN),
        sa.Column("by_id", sa.Uuid()),
        tenant_foreign_key("debriefs", "by_id", "accounts"),
        tenant_foreign_key("debriefs", "interview_id", "interviews"),
        sa.UniqueConstraint("agency_id", "interview_id", name="uq_debriefs_agency_id_interview_id"),
    )


def _card_photos() -> None:
    tenant_table(
        "card_photos",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("debrief_person_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid()),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("kept_until", WHEN, nullable=False),
        sa.Column("by_id", sa.Uuid()),
        tenant_foreign_key("card_photos", "by_id", "accounts"),
        tenant_foreign_key("card_photos", "contact_id", "contacts", ondelete="cascade"),
        tenant_foreign_key("card_photos", "interview_id", "interviews"),
        sa.UniqueConstraint(
            "agency_id",
            "interview_id",
            "debrief_person_id",
            name="uq_card_photos_agency_id_interview_id_debrief_person_id",
        ),
    )
    op.create_index("ix_card_photos_agency_id_contact_id", "card_photos", ["agency_id", "contact_id"])
    op.create_index("ix_card_photos_kept_until", "card_photos", ["kept_until", "agency_id"])
