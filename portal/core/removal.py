"""Deleting rows together with everything that belongs to them, in the order that their foreign keys need."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import Column, Select, Table, delete, select, update
from sqlalchemy.orm import Session

from portal.core import transaction
from portal.core.db import Model, TenantModel

RowIds = dict[Table, set[UUID]]


def delete_with_dependents(session: Session, model: type[TenantModel], ids: Sequence[UUID]) -> Counter[str]:
    """Delete these rows and all that cannot be without them; return how many rows of which table that was.

    A row that has to name one of them is deleted with it. A row that may name one of them stays, and names none.
    """
    rows: RowIds = defaultdict(set)
    _collect(session, Model.metadata.tables[model.__tablename__], set(ids), rows)
    for table in tuple(rows):
        for column in references_to(table):
            if column.nullable:
                _clear(session, column, rows)
    for table in reversed(Model.metadata.sorted_tables):
        if table in rows:
            session.execute(delete(table).where(table.c.id.in_(rows[table])))
    return Counter({table.name: len(found) for table, found in rows.items()})


def _collect(session: Session, table: Table, ids: set[UUID], rows: RowIds) -> None:
    """Add these rows, and those that have to name one of them, to `rows`."""
    new = ids - rows[table] if table in rows else ids
    if not new:
        return
    rows[table] |= new
    for column in references_to(table):
        if not column.nullable:
            _collect(session, column.table, set(session.scalars(_rows_naming(column, new))), rows)


def _clear(session: Session, column: Column[UUID], rows: RowIds) -> None:
    """Empty the column in the rows that stay and name one that is deleted."""
    owner = column.table
    target = next(key.column.table for key in column.foreign_keys)
    naming = set(session.scalars(_rows_naming(column, rows[target]))) - rows.get(owner, set())
    if naming:
        session.execute(update(owner).where(owner.c.id.in_(naming)).values({column.name: None}))
        transaction.note_cleared(session, owner.name, naming)


def _rows_naming(column: Column[UUID], ids: set[UUID]) -> Select[UUID]:
    return select(column.table.c.id).where(column.in_(ids))


def references_to(table: Table) -> Iterator[Column[UUID]]:
    """Return the columns that name a row of this table, but for those of rows that the database deletes with it.

    History that the program may only add to, such as `interview_moves`, goes that way.
    """
    for other in Model.metadata.sorted_tables:
        for constraint in other.foreign_key_constraints:
            if constraint.referred_table is table and not constraint.ondelete:
                yield next(column for column in constraint.columns if column.name != "agency_id")
