"""`portal import`: import a file of candidates, employers, contacts, or interviews, or read an export back."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from zipfile import ZipFile

import click
from sqlalchemy.orm import Session

from portal.cli.agency_session import agency_session
from portal.cli.import_run import ImportFigures, ImportRequest, run_import
from portal.core import clock, transaction
from portal.core.command import OPERATOR, Command
from portal.core.errors import CannotRun
from portal.imports import archives
from portal.imports.columns import CANDIDATES, KINDS
from portal.imports.rules import VERDICTS
from portal.readers.table_limits import UnreadableTable

AGENCY = click.option("--agency", required=True, metavar="HOST", help="The host that the agency's people visit.")
FILE = click.argument("file", type=click.Path(path_type=Path))
NOTHING = ImportFigures(dict.fromkeys(VERDICTS, 0), 0.0)


@click.group("import")
def command() -> None:
    """Import a file of an agency's records (.csv, .xlsx), or read an export back. It emails no one.

    Example: portal import candidates people.csv --agency mcgrath.example.com --dry-run
    """


DRY_RUN = click.option("--dry-run", is_flag=True, help="Only print what an import would do. Nothing is saved.")
REPORT = click.option(
    "--report", metavar="REPORT.csv", type=click.Path(path_type=Path), help="Write each row's verdict to this file."
)
MAYBE = click.option(
    "--maybe",
    type=click.Choice(["new", "same"]),
    help="Add possible duplicates, or update what they resemble. By default they are left out.",
)
MAPPING = click.option(
    "--mapping",
    metavar="FILE.json",
    type=click.Path(path_type=Path),
    help='An object of columns and details, like {"E-Mail": "email"}. The agency keeps it.',
)


def _add(kind: str) -> None:
    """Add the command of one kind of file."""

    @click.pass_context
    def one(context: click.Context, /, file: Path, agency: str, report: Path | None, **options: Any) -> None:
        asked = ImportRequest(
            kind,
            file.name,
            options["maybe"],
            _mapping(options["mapping"]),
            report,
            saves=not options["dry_run"],
        )
        with agency_session(agency) as session, _opened(file) as opened:
            figures = run_import(session, opened, asked)
            session.rollback()
        click.echo(figures.line)
        context.exit(1 if figures.has_wrong_rows else 0)

    one.__doc__ = f"""Import {kind}. Print how many rows were new, the same, perhaps the same, and wrong.

    The line is "rows=R new=N same=S maybe=M wrong=W seconds=T". Exit 1 if a row is wrong. The others are imported.

    Example: portal import {kind} {kind}.csv --agency mcgrath.example.com --report report.csv
    """
    command.command(kind)(FILE(AGENCY(DRY_RUN(REPORT(MAYBE(MAPPING(one)))))))


for _kind in KINDS:
    _add(_kind)


@command.command("all")
@FILE
@AGENCY
@click.pass_context
def everything(context: click.Context, file: Path, agency: str) -> None:
    """Read an archive of `portal agency export` into an agency, usually an empty one. Print a line for each of its files.

    Offices and fields that the agency does not have are created. Recruiters who have no account here are left blank,
    and named on standard error. What is here already is not created again.

    Example: portal import all mcgrath.zip --agency mcgrath-restored.example.com
    """  # noqa: E501 - the first line is the command's summary
    wrong = False
    with agency_session(agency) as session, _opened(file) as opened:
        try:
            with archives.opened(opened) as archive:
                _add_missing_names(session, archive)
                for kind in archives.ORDER:
                    wrong = _import_member(session, archive, kind) or wrong
        except UnreadableTable as error:
            raise CannotRun(f"{file}: {error}") from error
    context.exit(1 if wrong else 0)


def _add_missing_names(session: Session, archive: ZipFile) -> None:
    by_operator = Command(session, OPERATOR, clock.now(session))
    with archives.member(archive, CANDIDATES) as candidates:
        missing = archives.add_missing_names(by_operator, candidates)
    transaction.commit(session, by_operator.now)
    if missing:
        click.echo(f"Recruiters without an account here, left blank: {', '.join(missing)}", err=True)


def _import_member(session: Session, archive: ZipFile, kind: str) -> bool:
    """Import one of the archive's files and print its line; return whether a row is wrong."""
    with archives.member(archive, kind) as file:
        if not archives.has_rows(file):
            click.echo(f"{kind} {NOTHING.line}")
            return False
        asked = ImportRequest(kind, f"{kind}.csv", maybe="new", verbatim=True)
        figures = run_import(session, file, asked)
    click.echo(f"{kind} {figures.line}")
    return figures.has_wrong_rows


@contextmanager
def _opened(file: Path) -> Iterator[IO[bytes]]:
    try:
        with file.open("rb") as opened:
            yield opened
    except OSError as error:
        raise CannotRun(f"{file}: {error.strerror or error}") from error


def _mapping(file: Path | None) -> dict[str, str]:
    """Return the columns and details of this file; raise `CannotRun` for anything but an object of text."""
    if file is None:
        return {}
    with _opened(file) as opened:
        try:
            found = json.load(opened)
        except ValueError as error:
            raise CannotRun(f"{file}: this is no JSON") from error
    if not isinstance(found, dict) or not all(isinstance(code, str) for code in found.values()):
        raise CannotRun(f'{file}: write an object of columns and details, like {{"E-Mail": "email"}}')
    return found
