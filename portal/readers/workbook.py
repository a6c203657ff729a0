"""The rows of an .xlsx workbook as text: values of formulas, dates as dates, and numbers as people write them."""

import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from portal.readers.table_limits import (
    MAX_CELL_CHARACTERS,
    MAX_COLUMNS,
    MAX_PACKING_RATIO,
    MAX_UNPACKED_BYTES,
    UnreadableTable,
)

_BROKEN = "This workbook can’t be read. Open it in a spreadsheet program, save it again as .xlsx, then choose that."
_SMALL = 1_000_000


def lines(file: IO[bytes]) -> Iterator[list[str]]:
    """Yield the cells of each row of the first sheet that has any; raise `UnreadableTable`."""
    refuse_bomb(file)
    file.seek(0)
    book = _open(file)
    try:
        yield from _sheet_lines(book)
    except UnreadableTable:
        raise
    except Exception as error:  # openpyxl lets through what the XML parser and its own readers raise
        raise UnreadableTable(_BROKEN) from error
    finally:
        book.close()


def _open(file: IO[bytes]) -> Workbook:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of styles and extensions, which hold no values
            return load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Exception as error:
        raise UnreadableTable(_BROKEN) from error


def _sheet_lines(book: Workbook) -> Iterator[list[str]]:
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()  # a wrong dimension would hide cells, or make rows of 16,384 of them
        found = False
        for cells in sheet.iter_rows(values_only=True):
            if len(cells) > MAX_COLUMNS and any(value is not None for value in cells[MAX_COLUMNS:]):
                raise UnreadableTable(
                    f"This table has more than {MAX_COLUMNS} columns. Remove the ones you don’t need."
                )
            found = found or any(value is not None for value in cells)
            yield [_text(value) for value in cells[:MAX_COLUMNS]]
        if found:
            return


def _text(value: Any) -> str:
    """Return a cell's value as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    return str(value)[:MAX_CELL_CHARACTERS]


def refuse_bomb(file: IO[bytes]) -> None:
    """Raise `UnreadableTable` where the parts are far larger than they say, or than the file."""
    file.seek(0)
    try:
        with ZipFile(file) as archive:
            parts = archive.infolist()
    except BadZipFile as error:
        raise UnreadableTable(_BROKEN) from error
    if not any(part.filename == "[Content_Types].xml" for part in parts):
        raise UnreadableTable("This is a ZIP file, not a table. Unpack it and choose the .csv or .xlsx file inside.")
    for part in parts:
        packed_far = part.file_size > _SMALL and part.file_size > part.compress_size * MAX_PACKING_RATIO
        if packed_far or part.file_size > MAX_UNPACKED_BYTES:
            raise UnreadableTable("This workbook unpacks to far more than a table needs, so it wasn’t opened.")
    if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise UnreadableTable("This workbook is too large. Keep only the sheet you want to import.")
