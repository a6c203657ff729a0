"""One import at the command line, by the steps of its page: checked, decided, and run to its end in this process."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import click
from sqlalchemy.orm import Session

from portal.cli.files import written_aside
from portal.cli.progress import progress_bar
from portal.core import clock, transaction
from portal.core.command import OPERATOR, Command
from portal.core.errors import ActionRefused, CannotRun
from portal.imports import actions, batches, queries, reports
from portal.imports.actions import ImportOptions
from portal.imports.columns import missing_fields
from portal.imports.models import Import
from portal.imports.rules import VERDICTS, WRONG


@dataclass(frozen=True)
class ImportRequest:
    """What the command line asks for: a file of one kind by its name, and what to do about it.

    `maybe` is what to do with possible duplicates, None to leave them out. `mapping` gives the details of columns by
    their names, where they are not to be guessed.
    """

    kind: str
    name: str
    maybe: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    report: Path | None = None
    saves: bool = True
    verbatim: bool = False


@dataclass(frozen=True)
class ImportFigures:
    """How many rows had which verdict, and how long the import took."""

    counts: Mapping[str, int]
    seconds: float

    @property
    def line(self) -> str:
        """Return the line that the command prints."""
        named = " ".join(f"{code}={self.counts[code]}" for code in VERDICTS)
        return f"rows={sum(self.counts.values())} {named} seconds={self.seconds:.1f}"

    @property
    def has_wrong_rows(self) -> bool:
        """Return whether a row was not imported because something is wrong with it."""
        return self.counts[WRONG] > 0


def run_import(session: Session, file: IO[bytes], asked: ImportRequest) -> ImportFigures:
    """Import the file, or find out what that would do; raise `CannotRun` where it cannot be read."""
    started = time.monotonic()
    row = _create(session, file, asked)
    _name_unused_columns(row)
    _save(session, asked)
    _to_its_end(session, row, asked, "Checking")
    if asked.saves:
        _start(session, row, asked)
        _to_its_end(session, row, asked, "Importing")
    if asked.report:
        _write_report(session, row, asked.report)
    return ImportFigures(queries.verdict_counts(session, row.id), time.monotonic() - started)


def _create(session: Session, file: IO[bytes], asked: ImportRequest) -> Import:
    command = Command(session, OPERATOR, clock.now(session))
    try:
        row = actions.create(command, asked.kind, asked.name, file, ImportOptions(verbatim=asked.verbatim))
        if asked.mapping:
            actions.change_mapping(command, row, _merged(row.mapping, asked.mapping))
    except ActionRefused as refused:
        raise CannotRun(f"{asked.name}: {refused.sentence % refused.values}") from refused
    missing = missing_fields(row.kind, row.mapping)
    if missing:
        raise CannotRun(f"{asked.name}: no column gives “{missing[0].label}”")
    batches.keep_from_jobs(row, command.now)
    return row


def _merged(guessed: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Return the guessed mapping with the given one over it; a column given as "" is left out."""
    kept = {name: code for name, code in guessed.items() if name not in given and code not in given.values()}
    return kept | {name: code for name, code in given.items() if code}


def _name_unused_columns(row: Import) -> None:
    unused = [name for name in row.columns if name not in row.mapping]
    if unused:
        click.echo(f"Unknown columns, left out: {', '.join(unused)}", err=True)


def _start(session: Session, row: Import, asked: ImportRequest) -> None:
    """Decide about possible duplicates as the command says, and start the run."""
    command = Command(session, OPERATOR, clock.now(session))
    if asked.maybe is not None:
        actions.decide(command, row, asked.maybe)
    actions.start(command, row)
    batches.keep_from_jobs(row, command.now)
    _save(session, asked)


def _to_its_end(session: Session, row: Import, asked: ImportRequest, label: str) -> None:
    with progress_bar(_steps(session, row, asked), row.row_count, label) as steps:
        for _ in steps:
            pass


def _steps(session: Session, row: Import, asked: ImportRequest) -> Iterator[None]:
    """Go on with the import a part at a time, and yield once for each row."""
    while batches.is_at_work(row):
        done = batches.go_on_here(session, row, clock.now(session))
        _save(session, asked)
        yield from (None for _ in range(done))


def _save(session: Session, asked: ImportRequest) -> None:
    """Commit, so that what is done stays done; a dry run keeps its transaction open, and takes all of it back."""
    if asked.saves:
        transaction.commit(session, clock.now(session))
    else:
        session.flush()


def _write_report(session: Session, row: Import, path: Path) -> None:
    with written_aside(path) as file:
        for line in reports.stream(lambda: session, row.id):
            file.write(line.encode())
