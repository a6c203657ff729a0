"""The report of an import: one line for each row, with its verdict, what is wrong, and the record."""

import uuid
from collections.abc import Callable, Iterator, Sequence

from sqlalchemy.orm import Session

from portal.exports.rules import csv_line
from portal.imports import queries
from portal.imports.checking import Problem
from portal.imports.models import ImportRow

COLUMNS = ("row", "verdict", "field", "problem", "id")
FETCHED = 500


def stream(session: Callable[[], Session], import_id: uuid.UUID) -> Iterator[str]:
    """Yield the report as CSV, a line at a time."""
    yield csv_line(COLUMNS)
    for one in session().scalars(queries.rows_of(import_id).execution_options(yield_per=FETCHED)):
        yield csv_line(report_line(one))


def stream_left_out(session: Callable[[], Session], import_id: uuid.UUID, header: Sequence[str]) -> Iterator[str]:
    """Yield the rows that were left out as CSV: the cells of their file, and what is wrong last."""
    yield csv_line(header)
    left = queries.rows_of(import_id).where(queries.LEFT_OUT)
    for one in session().scalars(left.execution_options(yield_per=FETCHED)):
        yield csv_line((*one.cells, report_line(one)[3]))


def report_line(one: ImportRow) -> tuple[str, ...]:
    """Return the values of a row's line."""
    problem = Problem(**one.problems[0]) if one.problems else Problem("", "")
    record = one.record_id or one.match_id
    return str(one.number), one.verdict or "", problem.code, problem.word(), str(record or "")
