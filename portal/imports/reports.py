"""The report of an import: one line for each row, with its verdict, what is wrong, and the record."""

import uuid
from collections.abc import Callable, Iterator

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


def report_line(one: ImportRow) -> tuple[str, ...]:
    """Return the values of a row's line."""
    problem = Problem(**one.problems[0]) if one.problems else Problem("", "")
    record = one.record_id or one.match_id
    return str(one.number), one.verdict or "", problem.code, problem.word(), str(record or "")
