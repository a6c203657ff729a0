"""`portal audit`: keep a digest of the audit log outside the database, and verify the log by it."""

import fcntl
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date
from itertools import groupby
from pathlib import Path
from typing import TextIO
from uuid import UUID

import click
from sqlalchemy.orm import Session

from portal.agencies import queries as agencies
from portal.agencies.models import Agency
from portal.audit.digest import make_digests, verify_digests
from portal.audit.rules import (
    DAY,
    GONE,
    MISSING,
    NO_DIGEST,
    DayDigest,
    DigestFinding,
    MalformedDigest,
    last_closed_day,
    parse_lines,
)
from portal.cli.agency_session import application_session
from portal.core import clock, tenancy
from portal.core.errors import CannotRun


@click.group("audit")
def command() -> None:
    """Keep a digest of the audit log outside the database, and verify the log by it.

    Example: portal audit verify /var/backups/portal/audit.digest
    """


@command.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def digest(file: Path | None) -> None:
    """Print the digest of each agency's audit log for every day (UTC) that is over, one tab-separated line each.

    DAY, HOST, AGENCY, rows=N, DIGEST. With FILE, only the days that it lacks, which are appended to it.

    Example: portal audit digest /var/backups/portal/audit.digest
    """
    with _appended(file) as (kept, appended), application_session() as session:
        made = [found for agency in agencies.all_agencies(session) for found in _missing(session, agency, kept)]
        lines = [found.line for found in sorted(made, key=lambda found: (found.day, found.host))]
        if appended is not None:
            appended.writelines(f"{line}\n" for line in lines)
            appended.flush()
            os.fsync(appended.fileno())
    click.echo("".join(f"{line}\n" for line in lines), nl=False)


@command.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--deleted", multiple=True, metavar="HOST", help="An agency that was deleted on purpose. Repeatable.")
def verify(file: Path, deleted: tuple[str, ...]) -> None:
    """Compute every digest of FILE again, and name the days that differ.

    Print DAY, HOST, and "differs" (the events are others), "missing" (FILE lacks the day), or "gone" (there is no such
    agency), separated by tabs, and exit 1. Without such a day, print how much was verified.

    Example: portal audit verify /var/backups/portal/audit.digest
    """
    try:
        kept = parse_lines(file.read_text("utf-8").splitlines())
    except (OSError, UnicodeDecodeError, MalformedDigest) as error:
        raise CannotRun(f"{file}: {_reason(error)}") from error
    if not kept:
        raise CannotRun(f"{file}: there is no digest in it")
    with application_session() as session:
        found = [row for row in _findings(session, kept) if not (row.problem == GONE and row.host in deleted)]
    for finding in sorted(found, key=lambda row: (row.day, row.host)):
        click.echo(finding.line)
    if found:
        sys.exit(1)
    rows = sum(row.rows for row in kept)
    click.echo(f"days={len({row.day for row in kept})} agencies={len({row.agency_id for row in kept})} rows={rows}")


def _missing(session: Session, agency: Agency, kept: dict[UUID, DayDigest]) -> Iterator[DayDigest]:
    """Yield the digests of the agency that are not kept yet."""
    latest, last = kept.get(agency.id), last_closed_day(clock.now(session))
    first = latest.day + DAY if latest else _first_day(agency)
    with tenancy.inside(session, agency.id):
        yield from make_digests(session, agency.host, first, last, latest.digest if latest else NO_DIGEST)


def _findings(session: Session, kept: Iterable[DayDigest]) -> Iterator[DigestFinding]:
    """Yield what is wrong with the days of each agency, those that the file does not name too."""
    ordered = sorted(kept, key=lambda row: (row.agency_id, row.day))
    by_agency = {agency_id: list(rows) for agency_id, rows in groupby(ordered, key=lambda row: row.agency_id)}
    there = {agency.id: agency for agency in agencies.all_agencies(session)}
    for agency_id, rows in by_agency.items():
        agency = there.pop(agency_id, None)
        if agency is None:
            yield DigestFinding(rows[0].day, rows[0].host, GONE)
            continue
        with tenancy.inside(session, agency_id):
            yield from verify_digests(session, rows, _first_day(agency))
    last = max(row.day for row in ordered)
    for agency in there.values():
        if _first_day(agency) <= last:
            yield DigestFinding(_first_day(agency), agency.host, MISSING)


@contextmanager
def _appended(file: Path | None) -> Iterator[tuple[dict[UUID, DayDigest], TextIO | None]]:
    """Yield the latest digest of each agency, and the file to append to, which no other process appends to."""
    if file is None:
        yield {}, None
        return
    try:
        with file.open("a+", encoding="utf-8") as opened:
            fcntl.flock(opened, fcntl.LOCK_EX)
            opened.seek(0)
            kept = sorted(parse_lines(opened), key=lambda row: row.day)
            yield {row.agency_id: row for row in kept}, opened
    except (OSError, UnicodeDecodeError, MalformedDigest) as error:
        raise CannotRun(f"{file}: {_reason(error)}") from error


def _first_day(agency: Agency) -> date:
    return agency.created_at.astimezone(UTC).date()


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
