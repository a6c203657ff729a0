"""A statement that the database works on while the program does something else."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import psycopg
from psycopg.pq import PipelineStatus
from sqlalchemy import Compiled
from sqlalchemy.orm import Session

T = TypeVar("T")


def while_asked(
    session: Session, statement: Compiled, values: Mapping[str, Any], deed: Callable[[], T]
) -> tuple[tuple[Any, ...], T]:
    """The one row that the statement gives in the open transaction, and what `deed` made while the database was at it.

    It goes by psycopg's pipeline. `deed` asks the database nothing; what it raises is raised
    once the statement is done.
    """
    connection = session.connection()
    driver: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    try:
        with driver.pipeline():
            cursor = driver.execute(str(statement).encode(), statement.construct_params(dict(values)))
            driver.pgconn.flush()  # libpq would keep it for more to come
            made = deed()
        return cursor.fetchone() or (), made
    except Exception as error:
        if driver.closed or driver.pgconn.pipeline_status != PipelineStatus.OFF:
            connection.invalidate(error)  # it was lost amid the statement, and cannot even be rolled back
        raise
