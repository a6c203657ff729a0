"""Create the agency's templates with their versions and proposals, and candidates' general drafts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0009_drafts"
down_revision = "0008_applications"

TABLES = ("templates", "template_versions", "template_proposals", "general_drafts")
WHEN = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _templates()
    _template_versions()
    _template_proposals()
    _general_drafts()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _templates() -> None:
    tenant_table(
        "templates",
        sa.Column("number", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("archived_at", WHEN),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("field_id", sa.Uuid()),
        sa.Column("stage", sa.Text()),
        sa.CheckConstraint("kind in ('thank', 'follow_up', 'card', 'answer', 'message')", name="ck_templates_kind"),
        sa.CheckConstraint("stage in ('first', 'later', 'offer', 'refusal')", name="ck_templates_stage"),
        tenant_foreign_key("templates", "field_id", "job_fields"),
        sa.UniqueConstraint("agency_id", "kind", "name", name="uq_templates_agency_id_kind_name"),
    )
    op.create_index("ix_templates_agency_id_field_id", "templates", ["agency_id", "field_id"])


def _template_versions() -> None:
    tenant_table(
        "template_versions",
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("by_id", sa.Uuid()),
        sa.Column("proposed_by_id", sa.Uuid()),
        tenant_foreign_key("template_versions", "by_id", "accounts"),
        tenant_foreign_key("template_versions", "proposed_by_id", "accounts"),
        tenant_foreign_key("template_versions", "template_id", "templates"),
        sa.UniqueConstraint(
            "agency_id", "template_id", "number", name="uq_template_versions_agency_id_template_id_number"
        ),
    )


def _template_proposals() -> None:
    tenant_table(
        "template_proposals",
        sa.Column("template_id", sa.Uuid()),
        sa.Column("base_number", sa.Integer()),
        sa.Column("reason", sa.Text()),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("by_id", sa.Uuid()),
        sa.Column("decided_at", WHEN),
        sa.Column("decided_by_id", sa.Uuid()),
        sa.Column("answer", sa.Text()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("field_id", sa.Uuid()),
        sa.Column("stage", sa.Text()),
        sa.CheckConstraint(
            "kind in ('thank', 'follow_up', 'card', 'answer', 'message')", name="ck_template_proposals_kind"
        ),
        sa.CheckConstraint("stage in ('first', 'later', 'offer', 'refusal')", name="ck_template_proposals_stage"),
        sa.CheckConstraint(
            "state in ('open', 'accepted', 'declined', 'withdrawn')", name="ck_template_proposals_state"
        ),
        tenant_foreign_key("template_proposals", "by_id", "accounts"),
        tenant_foreign_key("template_proposals", "decided_by_id", "accounts"),
        tenant_foreign_key("template_proposals", "field_id", "job_fields"),
        tenant_foreign_key("template_proposals", "template_id", "templates"),
    )
    op.create_index("ix_template_proposals_agency_id_at", "template_proposals", ["agency_id", "at"])
    op.create_index("ix_template_proposals_agency_id_template_id", "template_proposals", ["agency_id", "template_id"])


def _general_drafts() -> None:
    tenant_table(
        "general_drafts",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("ready_at", WHEN),
        sa.Column("typed", JSONB()),
        sa.Column("typed_in_tab", sa.Text()),
        tenant_foreign_key("general_drafts", "candidate_id", "candidates"),
        sa.UniqueConstraint("agency_id", "candidate_id", name="uq_general_drafts_agency_id_candidate_id"),
    )
