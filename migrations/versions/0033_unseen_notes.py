"""A note that waits for a recruiter is looked at by somebody, and others are told of it where nobody does in time."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import due_no_more, due_too

revision = "0033"
down_revision = "0028"

WHEN = sa.TIMESTAMP(timezone=True)
READS = "agency_id, escalate_at"
MORE = """
        union all
        select distinct a.agency_id, 'approvals' from public.approvals a where a.escalate_at <= moment"""


def upgrade() -> None:
    op.add_column("approvals", sa.Column("taken_by_id", sa.Uuid()))
    op.add_column("approvals", sa.Column("taken_at", WHEN))
    op.add_column("approvals", sa.Column("escalate_at", WHEN))
    op.add_column("approvals", sa.Column("escalated_at", WHEN))
    op.create_foreign_key(
        "fk_approvals_agency_id_taken_by_id", "approvals", "accounts", ["agency_id", "taken_by_id"], ["agency_id", "id"]
    )
    op.create_index("ix_approvals_escalate_at", "approvals", ["escalate_at", "agency_id"])
    op.execute(f"grant select ({READS}) on approvals to portal_tick")
    op.execute("create policy tick on approvals for select to portal_tick using (true)")
    due_too(MORE)


def downgrade() -> None:
    due_no_more(MORE)
    op.execute("drop policy tick on approvals")
    op.execute(f"revoke select ({READS}) on approvals from portal_tick")  # noqa: S608 - names of our own
    for name in ("escalated_at", "escalate_at", "taken_at", "taken_by_id"):
        op.drop_column("approvals", name)
