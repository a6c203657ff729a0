"""Read a table from a file of any program: CSV in any encoding and with any delimiter, or an .xlsx workbook.

A table is read row by row, so that memory does not grow with the file.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import IO

from portal.readers import table_text, workbook
from portal.readers.table_limits import (
    HEADER_SEARCH_ROWS,
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    UnreadableTable,
)

Cells = tuple[str, ...]
IsKnown = Callable[[str], bool]
_OLD_EXCEL, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"


@dataclass(frozen=True)
class TableRow:
    """One row with data: its place among them, from 1, its line in the file, and a cell for each column."""

    number: int
    line: int
    cells: Cells


@dataclass
class Table:
    """A table: how it is written, its columns' names, and its rows, which can be read once.

    `delimiter` is None for a workbook. `problems` are sentences about what was left out.
    """

    encoding: str
    delimiter: str | None
    columns: Cells
    rows: Iterator[TableRow]
    problems: list[str] = field(default_factory=list)


def read(file: IO[bytes], is_known: IsKnown = lambda _name: False) -> Table:
    """Return the table in this seekable file; `is_known` recognizes a column's name.

    Raise `UnreadableTable`, now or while the rows are read.
    """
    start = _check_size(file)
    if start.startswith(_OLD_EXCEL):
        raise UnreadableTable("This is an old Excel file (.xls). Open it, save it as .xlsx or .csv, then choose that.")
    if start.startswith(_ZIP):
        return _table("xlsx", None, workbook.lines(file), is_known)
    encoding = table_text.detect_encoding(file)
    delimiter = table_text.detect_delimiter(file, encoding)
    return _table(
        table_text.NAMES.get(encoding, encoding), delimiter, table_text.lines(file, encoding, delimiter), is_known
    )


def refuse_unreadable(file: IO[bytes]) -> None:
    """Raise `UnreadableTable` for what shows without reading a large file: see `read` for the rest."""
    if _check_size(file).startswith(_ZIP):
        workbook.refuse_bomb(file)
    else:
        read(file)


def _check_size(file: IO[bytes]) -> bytes:
    size = file.seek(0, 2)
    file.seek(0)
    if size > MAX_BYTES:
        raise UnreadableTable(f"This file is larger than {MAX_BYTES // 1_000_000} MB. Split it into smaller files.")
    start = file.read(8)
    file.seek(0)
    if not start:
        raise UnreadableTable("This file is empty.")
    return start


def _table(encoding: str, delimiter: str | None, lines: Iterable[list[str]], is_known: IsKnown) -> Table:
    numbered = enumerate(([cell.strip() for cell in line] for line in lines), 1)
    first = [(line, cells) for line, cells in islice(numbered, HEADER_SEARCH_ROWS) if any(cells)]
    if not first:
        raise UnreadableTable("This file is empty.")
    place = _header_place([cells for _, cells in first], is_known)
    header, body = first[place][1], first[place + 1 :]
    kept = _used_columns(header, [cells for _, cells in body])
    columns = _unique_names(header, kept)
    rows = _rows(_chain(body, numbered), kept, len(header))
    return Table(encoding, delimiter, columns, rows)


def _header_place(lines: list[list[str]], is_known: IsKnown) -> int:
    """Return which line names the columns: the one with most known names, else the first as full as the others."""
    known = [sum(is_known(cell) for cell in cells if cell) for cells in lines]
    if max(known) >= 2 or (max(known) == 1 and len(lines[known.index(1)]) == 1):
        return known.index(max(known))
    filled = [sum(map(bool, cells)) for cells in lines]
    usual = sorted(filled)[len(filled) // 2]
    return next(place for place, count in enumerate(filled) if count >= max(1, usual * 0.6))


def _used_columns(header: list[str], body: list[list[str]]) -> list[int]:
    """Return the columns that have a name, or a value near the top."""
    width = max(len(cells) for cells in [header, *body])
    if width > MAX_COLUMNS:
        raise UnreadableTable(f"This table has more than {MAX_COLUMNS} columns. Remove the ones you don’t need.")
    return [place for place in range(width) if any(place < len(cells) and cells[place] for cells in [header, *body])]


def _unique_names(header: list[str], kept: list[int]) -> Cells:
    """Return a name for each column: its own, with a number where two have the same, or its place."""
    names: list[str] = []
    for place in kept:
        name = (header[place] if place < len(header) else "") or f"Column {place + 1}"
        repeated = sum(given == name or given.startswith(f"{name} (") for given in names)
        names.append(f"{name} ({repeated + 1})" if repeated else name)
    return tuple(names)


def _rows(lines: Iterable[tuple[int, list[str]]], kept: list[int], width: int) -> Iterator[TableRow]:
    number = 0
    for line, cells in lines:
        if len(cells) > max(MAX_COLUMNS, width):
            raise UnreadableTable(f"Line {line} has more than {MAX_COLUMNS} columns. Check its quotation marks.")
        if not any(cells):
            continue
        number += 1
        if number > MAX_ROWS:
            raise UnreadableTable(f"This table has more than {MAX_ROWS:,} rows. Split it into smaller files.")
        yield TableRow(number, line, tuple(cells[place] if place < len(cells) else "" for place in kept))


def _chain(
    first: list[tuple[int, list[str]]], rest: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    yield from first
    yield from rest
