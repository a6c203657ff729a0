"""Create the rows that the report counts, and have those of existing applications written."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0026_insight"
down_revision = "0025_tags"

WHEN = sa.TIMESTAMP(timezone=True)
FIGURES = ("thanked", "contacts", "follow-ups", "heard-with-thank-yous", "heard-without-thank-yous")


def upgrade() -> None:
    tenant_table(
        "insight_rows",
        sa.Column("figure", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid()),
        sa.Column("contact_id", sa.Uuid()),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("counts_from", WHEN, nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("done_at", WHEN),
        sa.CheckConstraint(f"figure in {FIGURES}", name="ck_insight_rows_figure"),
        tenant_foreign_key("insight_rows", "application_id", "applications", ondelete="CASCADE"),
    )
    op.create_index("ix_insight_rows_agency_id_application_id", "insight_rows", ["agency_id", "application_id"])
    op.create_index(
        "ix_insight_rows_at",
        "insight_rows",
        ["agency_id", "at"],
        postgresql_include=["figure", "counts_from", "is_met"],
    )
    op.create_index(
        "ix_insight_rows_list",
        "insight_rows",
        ["agency_id", "figure", "is_met", sa.text("at desc"), sa.text("id desc")],
    )
    # The program writes the rows when it next replans. Each agency is entered, for the tables' owner sees no row of
    # an agency otherwise.
    connection = op.get_bind()
    for agency_id in connection.scalars(sa.text("select id from ops.agencies")).all():
        connection.execute(sa.text("select set_config('portal.agency_id', :id, true)"), {"id": str(agency_id)})
        connection.execute(sa.text("update applications set next_change_at = ops.now()"))


def downgrade() -> None:
    op.drop_table("insight_rows")
