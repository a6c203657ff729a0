"""Create tags, and which candidate has which."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0025_tags"
down_revision = "0024_search"


def upgrade() -> None:
    tenant_table(
        "tags",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.UniqueConstraint("agency_id", "name_key", name="uq_tags_agency_id_name_key"),
    )
    tenant_table(
        "candidate_tags",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        tenant_foreign_key("candidate_tags", "candidate_id", "candidates", ondelete="CASCADE"),
        tenant_foreign_key("candidate_tags", "tag_id", "tags", ondelete="CASCADE"),
        sa.UniqueConstraint(
            "agency_id", "candidate_id", "tag_id", name="uq_candidate_tags_agency_id_candidate_id_tag_id"
        ),
    )
    op.create_index(
        "ix_candidate_tags_agency_id_tag_id_candidate_id", "candidate_tags", ["agency_id", "tag_id", "candidate_id"]
    )


def downgrade() -> None:
    op.drop_table("candidate_tags")
    op.drop_table("tags")
