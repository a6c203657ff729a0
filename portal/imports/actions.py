"""What a person does with an import before and while it runs; the job is in `batches`."""

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO

from sqlalchemy import delete, insert, update
from sqlalchemy.dialects.postgresql import insert as upsert

from portal.accounts.viewer import Viewer
from portal.agencies import queries as agencies
from portal.audit import actions as audit
from portal.core.command import Command
from portal.core.db import lock_row
from portal.core.errors import N_, ActionRefused
from portal.core.queue import SLOW, enqueue_after_commit
from portal.imports import queries
from portal.imports.calendars import CalendarReader
from portal.imports.columns import INTERVIEWS, fields_of, guess_mapping, is_known_name, missing_fields
from portal.imports.dates import order_of_column, order_of_locale
from portal.imports.models import Import, ImportRow, SavedMapping
from portal.imports.rules import CHECKING, DECISIONS, DONE, MAYBE, READY, RUNNING, STOPPED, UNDOING
from portal.readers import table
from portal.readers.table import Table, TableRow
from portal.readers.table_limits import UnreadableTable

JOB = "imports"
"""The name of the work that goes on with imports (`jobs/work.py`)."""

SAMPLE_ROWS = 200
STORED_AT_ONCE = 1000


@dataclass(frozen=True)
class ImportOptions:
    """What an import does for rows that say nothing: whose the candidates are, and whether past rounds go on.

    `verbatim` is for a file of the portal's own export.
    """

    office_id: uuid.UUID | None = None
    recruiter_id: uuid.UUID | None = None
    continue_follow_up: bool = False
    verbatim: bool = False


def create(command: Command, kind: str, file_name: str, file: IO[bytes], options: ImportOptions) -> Import:
    """Keep the file's rows, and start checking them; raise `ActionRefused` at `file` where it holds no table."""
    try:
        found = table.read(file, is_known_name)
        return _store(command, kind, file_name, found, options)
    except UnreadableTable as error:
        raise ActionRefused(str(error), field="file") from error


def create_from_calendars(
    command: Command, viewer: Viewer, file_name: str, files: Sequence[bytes], options: ImportOptions
) -> Import:
    """Keep the events of these calendar files as interviews to import, and start checking them.

    Raise `ActionRefused` at `file` where one is no calendar.
    """
    zone = agencies.profile(command.session).time_zone
    try:
        found = CalendarReader(command.session, viewer, zone, command.now).table(files)
        return _store(command, INTERVIEWS, file_name, found, options)
    except UnreadableTable as error:
        raise ActionRefused(str(error), field="file") from error


def change_mapping(command: Command, row: Import, mapping: Mapping[str, str]) -> None:
    """Use these fields for the columns, keep that for the next file like it, and check every row again.

    Raise `ActionRefused` at `mapping` for a field that is given twice or unknown, and once the import has run.
    """
    _lock_in(command, row, CHECKING, READY)
    known = fields_of(row.kind)
    if set(mapping) - set(row.columns) or set(mapping.values()) - set(known):
        raise ActionRefused(N_("Choose one of the details for each column."), field="mapping")
    twice = next((code for code in mapping.values() if list(mapping.values()).count(code) > 1), None)
    if twice is not None:
        sentence = N_("Two columns are used for “%(name)s”. Choose one.")
        raise ActionRefused(sentence, field="mapping", name=known[twice].label)
    row.mapping = dict(mapping)
    key = _columns_key(row.columns)
    values = {"kind": row.kind, "columns_key": key, "mapping": dict(mapping)}
    kept = upsert(SavedMapping).values(values)
    command.session.execute(
        kept.on_conflict_do_update(
            index_elements=["agency_id", "kind", "columns_key"], set_={"mapping": kept.excluded.mapping}
        )
    )
    _check_again(command, row)


def change_options(command: Command, row: Import, options: ImportOptions, date_order: str) -> None:
    """Change how dates are read and what rows get that say nothing, and check every row again."""
    _lock_in(command, row, CHECKING, READY)
    row.office_id, row.recruiter_id = options.office_id, options.recruiter_id
    row.continue_follow_up, row.date_order = options.continue_follow_up, date_order
    _check_again(command, row)


def edit_cell(command: Command, row: Import, number: int, column: str, text: str) -> ImportRow:
    """Replace a cell's text; the caller checks the row again.

    Raise `ActionRefused` at `column` for one that the file does not have, and once the import has run.
    """
    _lock_in(command, row, READY)
    if column not in row.columns:
        raise ActionRefused(N_("The file has no such column. Reload the page and look again."), field="column")
    found = queries.get_row(command.session, row.id, number)
    place = row.columns.index(column)
    found.cells = [*found.cells[:place], text, *found.cells[place + 1 :]]
    found.decision = None
    command.session.flush()
    return found


def decide(command: Command, row: Import, decision: str | None, *, number: int | None = None) -> int:
    """Decide about one row, or about all possible duplicates that still wait; return how many."""
    _lock_in(command, row, READY)
    if decision is not None and decision not in DECISIONS:
        raise ActionRefused(N_("Choose one."), field="decision")
    rows = update(ImportRow).where(ImportRow.import_id == row.id)
    if number is not None:
        rows = rows.where(ImportRow.number == number)
    else:
        rows = rows.where(ImportRow.verdict == MAYBE, ImportRow.decision.is_(None))
    return len(command.session.execute(rows.values(decision=decision).returning(ImportRow.id)).all())


def start(command: Command, row: Import) -> None:
    """Run the import, or go on with a stopped one; raise `ActionRefused` where it cannot run."""
    _lock_in(command, row, READY, STOPPED)
    missing = missing_fields(row.kind, row.mapping)
    if missing:
        sentence = N_("Choose a column for “%(name)s” first.")
        raise ActionRefused(sentence, field="mapping", name=missing[0].label)
    if row.state == READY:
        row.position, row.started_at = 0, command.now
        audit.record(command, "import.start", row)
    else:
        audit.record(command, "import.resume", row)
    _go_on(command, row, RUNNING)


def stop(command: Command, row: Import) -> None:
    """Stop the run after the batch that is under way; what it did stays, and it can be resumed."""
    _lock_in(command, row, RUNNING)
    row.state, row.wake_at = STOPPED, None
    audit.record(command, "import.stop", row)


def undo(command: Command, row: Import) -> None:
    """Undo the import: remove what it created and restore what it changed, where no one has used that since."""
    _lock_in(command, row, DONE, STOPPED)
    row.undone_by_id, row.position = command.by.account_id, 0
    audit.record(command, "import.undo", row)
    _go_on(command, row, UNDOING)


def discard(command: Command, row: Import) -> None:
    """Delete an import that has not run, with its rows."""
    _lock_in(command, row, CHECKING, READY)
    audit.record(command, "import.discard", row)
    command.session.execute(delete(ImportRow).where(ImportRow.import_id == row.id))
    command.session.delete(row)
    command.session.flush()


def _store(command: Command, kind: str, file_name: str, found: Table, options: ImportOptions) -> Import:
    """Keep the rows a part at a time, so that a large file takes no more memory than a small one."""
    profile = agencies.profile(command.session)
    row = Import(
        kind=kind,
        file_name=file_name[:200],
        encoding=found.encoding,
        delimiter=found.delimiter,
        columns=list(found.columns),
        mapping={},
        date_order=order_of_locale(profile.locale),
        state=CHECKING,
        row_count=0,
        office_id=options.office_id,
        recruiter_id=options.recruiter_id,
        continue_follow_up=options.continue_follow_up,
        verbatim=options.verbatim,
        by_id=command.by.account_id,
    )
    command.session.add(row)
    command.session.flush()
    sample: list[TableRow] = []
    for part in _parts(found.rows):
        sample = sample or list(part[:SAMPLE_ROWS])
        command.session.execute(
            insert(ImportRow),
            [{"import_id": row.id, "number": r.number, "line": r.line, "cells": list(r.cells)} for r in part],
        )
        row.row_count += len(part)
    if not row.row_count:
        raise UnreadableTable(N_("This file has column names but no rows."))
    saved = queries.find_saved_mapping(command.session, kind, _columns_key(row.columns))
    row.mapping = dict(saved.mapping) if saved else guess_mapping(kind, row.columns, [r.cells for r in sample])
    row.date_order = order_of_column(_dates_in(row, sample), row.date_order)
    audit.record(command, "import.upload", row)
    _go_on(command, row, CHECKING)
    return row


def _parts(rows: Iterator[TableRow]) -> Iterator[list[TableRow]]:
    while part := list(islice(rows, STORED_AT_ONCE)):
        yield part


def _dates_in(row: Import, sample: Iterable[TableRow]) -> Iterable[str]:
    places = [row.columns.index(name) for name, code in row.mapping.items() if code in ("starts_at", "ends_at")]
    return (one.cells[place] for one in sample for place in places)


def _check_again(command: Command, row: Import) -> None:
    row.position = 0
    everything = update(ImportRow).where(ImportRow.import_id == row.id)
    command.session.execute(everything.values(verdict=None, decision=None, key=None))
    _go_on(command, row, CHECKING)


def _go_on(command: Command, row: Import, state: str) -> None:
    row.state, row.wake_at = state, command.now
    command.session.flush()
    enqueue_after_commit(command.session, SLOW, JOB)


def _lock_in(command: Command, row: Import, *states: str) -> None:
    lock_row(command.session, row)
    if row.state not in states:
        raise ActionRefused(N_("This import has moved on since. Look at it again."))


def _columns_key(columns: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(columns).encode()).hexdigest()
