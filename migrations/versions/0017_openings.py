"""Positions that the agency fills, and what candidates say to them."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import key, tenant_table

revision = "0017"
down_revision = "0008"


def upgrade() -> None:
    _openings()
    _interests()


def downgrade() -> None:
    op.drop_table("interests")
    op.drop_table("openings")


def _openings() -> None:
    tenant_table(
        "openings",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("field_id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid()),
        sa.Column("employer_named", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("place", sa.Text()),
        sa.Column("pay", sa.Text()),
        sa.Column("about", sa.Text()),
        sa.Column("open_until", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("external_id", sa.Text()),
        key("openings", "employer_id", "employers"),
        key("openings", "field_id", "fields"),
    )
    op.create_index("ix_openings_agency_id_open_until", "openings", ["agency_id", "open_until"])
    op.create_index("ix_openings_agency_id_field_id", "openings", ["agency_id", "field_id"])
    op.create_index("ix_openings_agency_id_employer_id", "openings", ["agency_id", "employer_id"])


def _interests() -> None:
    tenant_table(
        "interests",
        sa.Column("opening_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("handled_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("handled_by_id", sa.Uuid()),
        sa.CheckConstraint("kind in ('put_forward', 'call_me', 'not_for_me')", name="ck_interests_kind"),
        key("interests", "candidate_id", "candidates"),
        key("interests", "handled_by_id", "accounts"),
        key("interests", "opening_id", "openings"),
        sa.UniqueConstraint(
            "agency_id", "opening_id", "candidate_id", name="uq_interests_agency_id_opening_id_candidate_id"
        ),
    )
    op.create_index("ix_interests_agency_id_candidate_id", "interests", ["agency_id", "candidate_id"])
    op.create_index(
        "ix_interests_waiting", "interests", ["agency_id", "at"], postgresql_where=sa.text("handled_at is null")
    )
