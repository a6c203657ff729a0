"""Helpers for migrations: tables with their tenant policy, and the query behind the tick."""

from typing import Any

import sqlalchemy as sa
from alembic import context, op

GRANTS = "select, insert, update, delete"
ASSUMED_AGENCIES = 20
"""What the planner takes an agency's share of every table to be, by its inverse.

Row-level security compares with a value that the planner doesn't know, so it takes every agency to be of average size.
Where one has most of the rows, it then reads all of them to find a few. An agency taken for too large is read by its
indexes all the same (docs/benchmarks.md#pages).
"""


def tenant_table(name: str, *parts: Any, grants: str = GRANTS) -> None:
    """Create the table, keyed `(agency_id, id)`, stamped, and closed to every agency except the one entered.

    `grants` is what the program's own role may do to its rows.
    """
    op.create_table(
        name,
        sa.Column("agency_id", sa.Uuid(), server_default=_ENTERED, nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        *parts,
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("ops.now()"), nullable=False),
        sa.Column("changed_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("ops.now()"), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "id", name=f"pk_{name}"),
    )
    op.execute(f"alter table {name} alter column agency_id set (n_distinct = {ASSUMED_AGENCIES})")
    op.execute(
        f"create trigger stamp before update on {name} for each row when (old.* is distinct from new.*) "
        "execute function ops.stamp()"
    )
    op.execute(f"alter table {name} enable row level security")
    op.execute(f"alter table {name} force row level security")
    op.execute(f"create policy tenant on {name} using ({_MINE}) with check ({_MINE})")
    op.execute(f"grant {grants} on {name} to {program_role()}")


def tenant_foreign_key(table: str, column: str, target: str, *, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    """Return the constraint that `column` names a row of `target` in the same agency."""
    return sa.ForeignKeyConstraint(
        ["agency_id", column],
        [f"{target}.agency_id", f"{target}.id"],
        name=f"fk_{table}_agency_id_{column}",
        ondelete=ondelete,
    )


def program_role() -> str:
    """Return the role that the program connects as, quoted."""
    role = context.config.attributes["program_role"]
    return '"' + str(role).replace('"', '""') + '"'


def define_agencies_due(question: str) -> None:
    """Define `ops.agencies_due()`, which the tick calls, by this query; `portal_tick` owns it, to limit what it reads.

    `question` selects an agency's id and the name of its due work (`portal/jobs/work.py`); in it, `moment` is now. A
    migration that adds a source grants the tick its columns, adds the policy `tick`, and gives the whole query.
    """
    define_tick_function("agencies_due", _AGENCIES_DUE.format(question=question))


def define_tick_function(name: str, definition: str) -> None:
    """Define a function of the schema `ops` without arguments, which reads as `portal_tick` and which no one else may.

    Only the program's role may call it.
    """
    op.execute("grant create on schema ops to portal_tick")
    op.execute(f"drop function if exists ops.{name}()")
    op.execute(definition)
    op.execute(f"alter function ops.{name}() owner to portal_tick")
    op.execute("revoke create on schema ops from portal_tick")
    op.execute(f"revoke execute on function ops.{name}() from public")
    op.execute(f"grant execute on function ops.{name}() to {program_role()}")


_AGENCIES_DUE = """
create function ops.agencies_due() returns table (agency_id uuid, work text)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
    moment constant timestamptz := ops.now();
begin
    return query{question};
end $$
"""
_ENTERED = sa.text("nullif(current_setting('portal.agency_id', true), '')::uuid")
_MINE = "agency_id = (select nullif(current_setting('portal.agency_id', true), '')::uuid)"
