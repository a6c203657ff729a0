"""Create debriefs after interviews, and photos of business cards and pasted texts until their details are known."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0014_debriefs"
down_revision = "0013_proofreading"

TABLES = ("debriefs", "contact_evidence")
WHEN = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _debriefs()
    _contact_evidence()


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


def _contact_evidence() -> None:
    tenant_table(
        "contact_evidence",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("debrief_person_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("jpeg", sa.LargeBinary()),
        sa.Column("width", sa.Integer()),
        sa.Column("height", sa.Integer()),
        sa.Column("text", sa.Text()),
        sa.Column("kept_until", WHEN, nullable=False),
        sa.Column("by_id", sa.Uuid()),
        tenant_foreign_key("contact_evidence", "by_id", "accounts"),
        tenant_foreign_key("contact_evidence", "contact_id", "contacts", ondelete="cascade"),
        tenant_foreign_key("contact_evidence", "interview_id", "interviews"),
        sa.CheckConstraint(
            "kind = case when jpeg is null then 'text' else 'photo' end", name="ck_contact_evidence_kind"
        ),
        sa.UniqueConstraint(
            "agency_id",
            "interview_id",
            "debrief_person_id",
            "kind",
            name="uq_contact_evidence_person_kind",
        ),
    )
    op.create_index("ix_contact_evidence_agency_id_contact_id", "contact_evidence", ["agency_id", "contact_id"])
    op.create_index("ix_contact_evidence_kept_until", "contact_evidence", ["kept_until", "agency_id"])
