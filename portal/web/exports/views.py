"""Download a list as its page shows it, with the same filters, as CSV or as a workbook."""

from collections.abc import Iterator, Sequence
from tempfile import TemporaryFile
from typing import Any

from flask import Blueprint, Response, send_file
from openpyxl import Workbook
from sqlalchemy import Select

from portal.accounts import permissions
from portal.core import access
from portal.core.db import db
from portal.core.errors import NotFound
from portal.core.rate_limits import EXPORTS
from portal.exports.rules import csv_line, defuse
from portal.web.exports.lists import LISTS, ExportedList
from portal.web.shared import rate_limits, request_cycle
from portal.web.shared.responses import stream_file

blueprint = Blueprint("exports", __name__, url_prefix="/exports")
FETCHED = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/<list_name>.csv")
@access.requires(permissions.SEE_RECORDS, recent=True, downloads=True)
@rate_limits.limited_per_person(EXPORTS)
def as_csv(list_name: str) -> Response:
    chosen = _list(list_name)
    query, header = chosen.query(), [str(label) for label, _cell in chosen.columns]
    lines = (csv_line(values) for values in _with_header(header, chosen, query))
    return stream_file(lines, _file_name(list_name, "csv"), "text/csv")


@blueprint.get("/<list_name>.xlsx")
@access.requires(permissions.SEE_RECORDS, recent=True, downloads=True)
@rate_limits.limited_per_person(EXPORTS)
def as_workbook(list_name: str) -> Response:
    """Write the workbook row by row into a file of its own, and send that."""
    chosen = _list(list_name)
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for values in _with_header([str(label) for label, _cell in chosen.columns], chosen, chosen.query()):
        sheet.append([defuse(value) for value in values])
    file = TemporaryFile()  # noqa: SIM115 - send_file closes it with the response
    book.save(file)
    file.seek(0)
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=_file_name(list_name, "xlsx"))


def _with_header(header: Sequence[str], chosen: ExportedList, query: Select[Any]) -> Iterator[Sequence[str]]:
    """Yield the names of the columns, then the values of each row, some hundred rows at a time."""
    yield header
    for row in db.session().scalars(query.execution_options(yield_per=FETCHED)):
        yield [str(value) if value is not None else "" for value in (cell(row) for _label, cell in chosen.columns)]


def _list(name: str) -> ExportedList:
    found = LISTS.get(name)
    if found is None:
        raise NotFound("list")
    return found


def _file_name(name: str, ending: str) -> str:
    return f"{name}-{request_cycle.now():%Y-%m-%d}.{ending}"
