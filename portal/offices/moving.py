"""Moving everything that names one row of a table to another row of it, whichever tables refer to it."""

import uuid
from collections.abc import Iterator

from sqlalchemy import Column, ForeignKeyConstraint, Table, func, select, update
from sqlalchemy.orm import Session

from portal.core.db import Model, TenantModel


def count_references(session: Session, row: TenantModel) -> dict[str, int]:
    """Return how many rows of each table name this row, without those that belong to it and go with it."""
    counts = {
        column.table.name: session.scalar(select(func.count()).where(column == row.id)) or 0
        for column in _referring(row)
    }
    return {table: count for table, count in sorted(counts.items()) if count}


def move_references(session: Session, row: TenantModel, to_id: uuid.UUID) -> None:
    """Have every row that names `row` name the other one instead, by one statement a table."""
    for column in _referring(row):
        session.execute(
            update(column.table).where(column == row.id).values({column.name: to_id}),
            execution_options={"synchronize_session": False},
        )
    session.expire_all()


def _referring(row: TenantModel) -> Iterator[Column[uuid.UUID]]:
    """Yield the columns that name rows of this row's table, as the mapped foreign keys say."""
    for table in Model.metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            if key.referred_table is row.__table__ and key.ondelete != "cascade":
                yield _column(table, key)


def _column(table: Table, key: ForeignKeyConstraint) -> Column[uuid.UUID]:
    return next(table.c[name] for name in key.column_keys if name != "agency_id")
