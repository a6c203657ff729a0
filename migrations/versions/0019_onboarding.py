"""Create the tasks of the first day that an owner marked as done, or chose not to do."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0019_onboarding"
down_revision = "0018_reminders"


def upgrade() -> None:
    tenant_table(
        "checklist_marks",
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid()),
        tenant_foreign_key("checklist_marks", "by_id", "accounts"),
        sa.UniqueConstraint("agency_id", "task", name="uq_checklist_marks_agency_id_task"),
    )


def downgrade() -> None:
    op.drop_table("checklist_marks")
