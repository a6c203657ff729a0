"""What a person does with an import before and while it runs; the job is in `batches`."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert as upsert

from portal.agencies import queries as agencies
from portal.audit import actions as audit
from portal.core.command import Command
from portal.core.db import lock_row
from portal.core.errors import N_, ActionRefused
from portal.core.queue import SLOW, enqueue_after_commit
from portal.imports import queries, reading
from portal.imports.columns import INTERVIEWS, fields_of, missing_fields
from portal.imports.dates import order_of_locale
from portal.imports.models import Import, ImportRow, SavedMapping
from portal.imports.reading import SMALL_BYTES, columns_key
from portal.imports.retention import due_at
from portal.imports.rules import (
    CALENDARS,
    CHECKING,
    DECISIONS,
    DISCARDED,
    DONE,
    MAYBE,
    READING,
    READY,
    RUNNING,
    STOPPED,
    UNDOING,
    UNREADABLE,
)
from portal.readers import table
from portal.readers.table_limits import MAX_BYTES, MAX_CELL_CHARACTERS, UnreadableTable

JOB = "imports"
"""The name of the work that goes on with imports (`jobs/work.py`)."""


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
    """Store the file's rows now, and start checking them; raise `ActionRefused` at `file` where it holds no table."""
    row = _new(command, kind, file_name, options)
    with _refused_at_file():
        reading.read_at_once(command, row, [file])
    _go_on(command, row, CHECKING)
    return row


def upload(command: Command, kind: str, file_name: str, file: IO[bytes], options: ImportOptions) -> Import:
    """Store the rows of a small file now, and have a large one read by the jobs.

    Raise `ActionRefused` at `file` where it shows at once that it holds no table.
    """
    if reading.size_of(file) <= SMALL_BYTES:
        return create(command, kind, file_name, file, options)
    with _refused_at_file():
        table.refuse_unreadable(file)
    return _read_later(command, _new(command, kind, file_name, options), [file])


def upload_calendars(command: Command, file_name: str, files: Sequence[IO[bytes]], options: ImportOptions) -> Import:
    """Import the events of these calendar files as interviews, as `upload` does with a table."""
    row = _new(command, INTERVIEWS, file_name, options)
    row.encoding = CALENDARS
    total = sum(map(reading.size_of, files))
    if total > MAX_BYTES:
        raise ActionRefused(N_("These calendars are larger than 50 MB together. Import fewer at a time."), field="file")
    if total > SMALL_BYTES:
        return _read_later(command, row, files)
    with _refused_at_file():
        reading.read_at_once(command, row, files)
    _go_on(command, row, CHECKING)
    return row


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
    values = {"kind": row.kind, "columns_key": columns_key(row.columns), "mapping": dict(mapping)}
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

    Raise `ActionRefused` for a longer text than a cell holds, for a column that the file does not have, and once the
    import has run.
    """
    _lock_in(command, row, READY)
    if len(text) > MAX_CELL_CHARACTERS:
        raise ActionRefused(N_("Use %(most)s characters or fewer."), field="text", most=MAX_CELL_CHARACTERS)
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
    if row.rows_deleted_at:
        raise ActionRefused(N_("The rows of this file are deleted by now. Import the file again."))
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
    row.state, row.wake_at = STOPPED, due_at(row, command.now)
    audit.record(command, "import.stop", row)


def undo(command: Command, row: Import) -> None:
    """Undo the import: remove what it created and restore what it changed, where no one has used that since."""
    _lock_in(command, row, DONE, STOPPED)
    row.undone_by_id, row.position = command.by.account_id, 0
    audit.record(command, "import.undo", row)
    _go_on(command, row, UNDOING)


def discard(command: Command, row: Import) -> None:
    """Give up an import that has not run, also while its file is read; the jobs delete its rows."""
    _lock_in(command, row, READING, UNREADABLE, CHECKING, READY)
    audit.record(command, "import.discard", row)
    _go_on(command, row, DISCARDED)


def _new(command: Command, kind: str, file_name: str, options: ImportOptions) -> Import:
    row = Import(
        kind=kind,
        file_name=file_name[:200],
        date_order=order_of_locale(agencies.profile(command.session).locale),
        state=READING,
        office_id=options.office_id,
        recruiter_id=options.recruiter_id,
        continue_follow_up=options.continue_follow_up,
        verbatim=options.verbatim,
        by_id=command.by.account_id,
    )
    command.session.add(row)
    command.session.flush()
    audit.record(command, "import.upload", row)
    return row


def _read_later(command: Command, row: Import, files: Sequence[IO[bytes]]) -> Import:
    reading.keep_files(command.session, row, files)
    _go_on(command, row, READING)
    return row


@contextmanager
def _refused_at_file() -> Iterator[None]:
    try:
        yield
    except UnreadableTable as error:
        raise ActionRefused(str(error), field="file") from error


def _check_again(command: Command, row: Import) -> None:
    """Have the jobs check every row again, which also takes back what was decided about it."""
    row.position = 0
    _go_on(command, row, CHECKING)


def _go_on(command: Command, row: Import, state: str) -> None:
    row.state, row.wake_at = state, command.now
    command.session.flush()
    enqueue_after_commit(command.session, SLOW, JOB)


def _lock_in(command: Command, row: Import, *states: str) -> None:
    lock_row(command.session, row)
    if row.state not in states:
        raise ActionRefused(N_("This import has moved on since. Look at it again."))
