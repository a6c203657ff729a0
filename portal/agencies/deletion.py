"""Deleting an agency with everything that belongs to it: only an operator does, as the owner of the tables."""

import uuid
from collections.abc import Iterator
from graphlib import TopologicalSorter

from sqlalchemy import Connection, text

from portal.core.errors import N_, ActionRefused, CannotRun

_AGENCIES = "ops.agencies"
_FOUND = "select id, name, suspended_at from ops.agencies where host = :host for update"
_TABLES = "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')"
_REFERENCES = """
select k.conrelid::regclass::text as referring, k.confrelid::regclass::text as referred from pg_constraint k
where k.contype = 'f' and k.connamespace = 'public'::regnamespace and k.conrelid <> k.confrelid
and k.confrelid <> 'ops.agencies'::regclass
"""


def lock_for_deletion(connection: Connection, host: str, name: str) -> uuid.UUID:
    """Return the id of the agency, locked and entered.

    Raise `CannotRun` for another host or name, and `ActionRefused` unless it is suspended.
    """
    agency = connection.execute(text(_FOUND), {"host": host}).one_or_none()
    if agency is None:
        raise CannotRun(f"no agency uses the host {host}")
    if agency.name != name:
        raise CannotRun(
            f"--name: the agency at {host} has another name; type it exactly as `portal agency list` shows it"
        )
    if agency.suspended_at is None:
        raise ActionRefused(N_("%(name)s isn’t suspended. Suspend it first."), name=agency.name)
    connection.execute(text("select set_config('portal.agency_id', :id, true)"), {"id": str(agency.id)})
    agency_id: uuid.UUID = agency.id
    return agency_id


def tables_in_order(connection: Connection) -> list[str]:
    """Return every agency's tables, read from the catalog: a table before those that its rows refer to."""
    graph = TopologicalSorter({table: set[str]() for table in connection.scalars(text(_TABLES))})
    for row in connection.execute(text(_REFERENCES)):
        graph.add(row.referred, row.referring)
    return list(graph.static_order())


def delete_rows(connection: Connection, agency_id: uuid.UUID, tables: list[str]) -> Iterator[tuple[str, int]]:
    """Delete the agency's rows table by table, and at last the agency; yield each table with how many there were.

    They are counted before anything is deleted: the triggers of one table delete rows of another.
    """
    rows = {table: f"from {table} where agency_id = :id" for table in tables}
    rows[_AGENCIES] = f"from {_AGENCIES} where id = :id"
    counts = {
        table: connection.scalar(text(f"select count(*) {its}"), {"id": agency_id}) for table, its in rows.items()
    }
    for table, its in rows.items():
        connection.execute(text(f"delete {its}"), {"id": agency_id})
        yield table, counts[table] or 0
