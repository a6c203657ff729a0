"""What every tenant's table is given by its migration, so that none can be made without it."""

from typing import Any

import sqlalchemy as sa
from alembic import context, op

GRANTS = "select, insert, update, delete"


def tenant_table(name: str, *parts: Any, grants: str = GRANTS) -> None:
    """The table stands, keyed `(agency_id, id)`, stamped, and closed to every agency but the one entered.

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
    op.execute(
        f"create trigger stamp before update on {name} for each row when (old.* is distinct from new.*) "
        "execute function ops.stamp()"
    )
    op.execute(f"alter table {name} enable row level security")
    op.execute(f"alter table {name} force row level security")
    op.execute(f"create policy tenant on {name} using ({_MINE}) with check ({_MINE})")
    op.execute(f"grant {grants} on {name} to {program_role()}")


def key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    """`column` names a row of `target` in the same agency."""
    return sa.ForeignKeyConstraint(
        ["agency_id", column], [f"{target}.agency_id", f"{target}.id"], name=f"fk_{table}_agency_id_{column}"
    )


def program_role() -> str:
    """The role that the program connects as, quoted."""
    role = context.config.attributes["program_role"]
    return '"' + str(role).replace('"', '""') + '"'


def due_too(part: str) -> None:
    """The tick asks for this as well: the end of its question, `union all select …`, whatever it asks by now."""
    _ask(_END, part + _END)


def due_no_more(part: str) -> None:
    """The tick asks for this no more."""
    _ask(part, "")


def _ask(part: str, instead: str) -> None:
    """The tick's question has this part replaced; its owner stays who it is."""
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


_END = ";\nend"
_ENTERED = sa.text("nullif(current_setting('portal.agency_id', true), '')::uuid")
_MINE = "agency_id = (select nullif(current_setting('portal.agency_id', true), '')::uuid)"
