"""A note that waits for a recruiter is looked at by somebody, and others are told of it where nobody does in time."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import program_role

revision = "0033"
down_revision = "0028"

WHEN = sa.TIMESTAMP(timezone=True)
READS = "agency_id, escalate_at"
END = ";\nend"
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
    _due(END, MORE + END)


def downgrade() -> None:
    _due(MORE, "")
    op.execute("drop policy tick on approvals")
    op.execute(f"revoke select ({READS}) on approvals from portal_tick")  # noqa: S608 - names of our own
    for name in ("escalated_at", "escalate_at", "taken_at", "taken_by_id"):
        op.drop_column("approvals", name)


def _due(part: str, instead: str) -> None:
    """The tick's question, whatever it asks by now, has this part replaced; its owner stays who it is."""
    source = op.get_bind().scalar(sa.text("select prosrc from pg_proc where proname = 'agencies_due'"))
    op.execute("grant create on schema ops to portal_tick")
    op.execute("drop function ops.agencies_due()")
    op.execute(
        "create function ops.agencies_due() returns table (agency_id uuid, work text) language plpgsql stable "
        f"security definer set search_path = pg_catalog as $${source.replace(part, instead)}$$"
    )
    op.execute("alter function ops.agencies_due() owner to portal_tick")
    op.execute("revoke create on schema ops from portal_tick")
    op.execute("revoke execute on function ops.agencies_due() from public")
    op.execute(f"grant execute on function ops.agencies_due() to {program_role()}")
