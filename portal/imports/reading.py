"""Reading an uploaded file into rows: a small one at once, and a large one by the jobs, a part at a time."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from io import SEEK_END
from itertools import islice
from tempfile import TemporaryFile
from time import monotonic
from typing import IO

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from portal.accounts.viewer import Viewer
from portal.agencies import queries as agencies
from portal.core import transaction
from portal.core.command import Command
from portal.core.db import lock_row
from portal.core.errors import N_
from portal.imports import queries
from portal.imports.calendars import CalendarReader
from portal.imports.columns import guess_mapping, is_known_name
from portal.imports.dates import order_of_column
from portal.imports.models import Import, ImportFile, ImportRow
from portal.imports.rules import CALENDARS, CHECKING, READING, UNREADABLE
from portal.readers import table
from portal.readers.table import Table, TableRow
from portal.readers.table_limits import UnreadableTable

SMALL_BYTES = 20_000
"""A file of this size, some 250 rows, is read while the person waits, so that an error is said at once."""

STORED_AT_ONCE = 1000
EVENTS_AT_ONCE = 20
"""Events are looked up one by one, so that a part of them takes as long as one of rows."""

SECONDS = 10.0
"""How long a job reads before another agency's import has its turn."""

LEASE = timedelta(minutes=5)
"""How long the jobs leave an import alone that another process goes on with; after that, they go on with it."""

SAMPLE_ROWS = 200
PART_BYTES = 1_000_000


def keep_files(session: Session, row: Import, files: Sequence[IO[bytes]]) -> None:
    """Keep the files for the jobs, in parts, so that a large one takes little memory."""
    for place, file in enumerate(files):
        file.seek(0)
        number = 0
        while data := file.read(PART_BYTES):
            session.execute(insert(ImportFile).values(import_id=row.id, file=place, part=number, data=data))
            number += 1


def size_of(file: IO[bytes]) -> int:
    """Return how many bytes the file has."""
    return file.seek(0, SEEK_END)


def read_at_once(command: Command, row: Import, files: Sequence[IO[bytes]]) -> None:
    """Store all rows of these files; raise `UnreadableTable`."""
    found = _table(command, queries.importer(command.session, row, command.now), row, files)
    _take_columns(row, found)
    for part in _parts(found.rows, STORED_AT_ONCE):
        _store(command.session, row, part)
    _finish(command.session, row)


def read_batch(command: Command, viewer: Viewer, row: Import) -> int:
    """Store the next rows of the kept files; return how many.

    Each part is committed, so that the page shows how far this is, and between them the import can be discarded. A file
    that holds no table is left as unreadable, with what is wrong with it.
    """
    try:
        with _kept_files(command.session, row) as files:
            found = _table(command, viewer, row, files)
            return _read_parts(command, row, found)
    except UnreadableTable as error:
        session = command.session
        session.execute(delete(ImportRow).where(ImportRow.import_id == row.id))
        delete_files(session, row)
        row.state, row.problem, row.row_count = UNREADABLE, str(error), 0
        return 0


def delete_files(session: Session, row: Import) -> None:
    """Delete the kept files of the import."""
    session.execute(delete(ImportFile).where(ImportFile.import_id == row.id))


def columns_key(columns: Iterable[str]) -> str:
    """Return the digest of a file's columns, by which an agency keeps its mapping."""
    return hashlib.sha256("\x1f".join(columns).encode()).hexdigest()


def _read_parts(command: Command, row: Import, found: Table) -> int:
    session, before, until = command.session, row.row_count, monotonic() + SECONDS
    if not before:
        _take_columns(row, found)
    rows = islice(found.rows, before, None)
    for part in _parts(rows, EVENTS_AT_ONCE if row.encoding == CALENDARS else STORED_AT_ONCE):
        _store(session, row, part)
        row.wake_at = command.now + LEASE
        transaction.commit(session, command.now)
        lock_row(session, row)
        if row.state != READING or monotonic() > until:
            return row.row_count - before
    _finish(session, row)
    delete_files(session, row)
    return row.row_count - before


def _table(command: Command, viewer: Viewer, row: Import, files: Sequence[IO[bytes]]) -> Table:
    if row.encoding != CALENDARS:
        return table.read(files[0], is_known_name)
    zone = agencies.profile(command.session).time_zone
    texts = []
    for file in files:
        file.seek(0)
        texts.append(file.read())
    return CalendarReader(command.session, viewer, zone, command.now).table(texts)


@contextmanager
def _kept_files(session: Session, row: Import) -> Iterator[list[IO[bytes]]]:
    """Yield the import's files, put together again outside of memory."""
    parts = select(ImportFile.file, ImportFile.data).where(ImportFile.import_id == row.id)
    ordered = parts.order_by(ImportFile.file, ImportFile.part).execution_options(yield_per=1)
    with ExitStack() as stack:
        files: list[IO[bytes]] = []
        for place, data in session.execute(ordered):
            if place == len(files):
                files.append(stack.enter_context(TemporaryFile()))
            files[place].write(data)
        yield files


def _take_columns(row: Import, found: Table) -> None:
    row.encoding, row.delimiter, row.columns = found.encoding, found.delimiter, list(found.columns)


def _parts(rows: Iterator[TableRow], size: int) -> Iterator[list[TableRow]]:
    while part := list(islice(rows, size)):
        yield part


def _store(session: Session, row: Import, part: Sequence[TableRow]) -> None:
    session.execute(
        insert(ImportRow),
        [{"import_id": row.id, "number": one.number, "line": one.line, "cells": list(one.cells)} for one in part],
    )
    row.row_count += len(part)


def _finish(session: Session, row: Import) -> None:
    """Guess what the columns hold from the first rows, and have the rows checked; raise `UnreadableTable` for none."""
    if not row.row_count:
        raise UnreadableTable(N_("This file has column names but no rows."))
    sample = session.scalars(queries.rows_of(row.id).with_only_columns(ImportRow.cells).limit(SAMPLE_ROWS)).all()
    saved = queries.find_saved_mapping(session, row.kind, columns_key(row.columns))
    row.mapping = dict(saved.mapping) if saved else guess_mapping(row.kind, row.columns, sample)
    dates = [row.columns.index(name) for name, code in row.mapping.items() if code in ("starts_at", "ends_at")]
    row.date_order = order_of_column((cells[place] for cells in sample for place in dates), row.date_order)
    row.state = CHECKING
