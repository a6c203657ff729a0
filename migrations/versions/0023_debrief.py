"""A personal detail of whom one met, and photos of business cards until their details are known."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import key, tenant_table

revision = "0023"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("interview_people", sa.Column("personal_detail", sa.Text()))
    tenant_table(
        "card_photos",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("told_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid()),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Uuid()),
        key("card_photos", "interview_id", "interviews"),
        sa.ForeignKeyConstraint(
            ["agency_id", "contact_id"],
            ["contacts.agency_id", "contacts.id"],
            name="fk_card_photos_agency_id_contact_id",
            ondelete="CASCADE",
        ),
        key("card_photos", "by_id", "accounts"),
        sa.UniqueConstraint(
            "agency_id", "interview_id", "told_id", name="uq_card_photos_agency_id_interview_id_told_id"
        ),
    )
    op.create_index("ix_card_photos_agency_id_contact_id", "card_photos", ["agency_id", "contact_id"])


def downgrade() -> None:
    op.drop_table("card_photos")
    op.drop_column("interview_people", "personal_detail")
