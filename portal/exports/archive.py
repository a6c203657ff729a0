"""An agency's data as a ZIP archive of CSV files: an import reads back all but recruiters' notes."""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import RawIOBase, TextIOWrapper
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy.orm import Session

from portal.agencies import queries as agencies
from portal.audit import actions as audit
from portal.core.command import Command
from portal.exports import queries, rules
from portal.exports.queries import Values

PART = 64_000
"""How many bytes a part of a streamed archive has, about."""

FILES: tuple[tuple[str, Sequence[str], Callable[[Session], Iterator[Values]]], ...] = (
    ("candidates.csv", rules.CANDIDATES, queries.stream_candidates),
    ("employers.csv", rules.EMPLOYERS, queries.stream_employers),
    ("contacts.csv", rules.CONTACTS, queries.stream_contacts),
    ("interviews.csv", rules.INTERVIEWS, queries.stream_interviews),
    ("recruiter_notes.csv", rules.RECRUITER_NOTES, queries.stream_recruiter_notes),
)


def write_archive(command: Command, file: IO[bytes]) -> Iterator[int]:
    """Write the archive to `file`, and yield how many rows it holds so far; audit the export.

    One transaction at `REPEATABLE READ` makes the files agree with each other.
    """
    record_export(command)
    yield from _write_files(command.session, command.now, file)


def record_export(command: Command) -> None:
    """Audit that the agency's data is exported."""
    audit.record(command, "agency.export", agencies.profile(command.session))


def stream_archive(session: Session, now: datetime) -> Iterator[bytes]:
    """Yield the archive in parts while it is written; `record_export` is the caller's."""
    buffer = _Parts()
    for _ in _write_files(session, now, buffer):
        if len(buffer.held) >= PART:
            yield buffer.take()
    yield buffer.take()


class _Parts(RawIOBase):
    """A file that only its writer's parts are taken from, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.held += data
        return len(data)

    def take(self) -> bytes:
        """Return what was written since the last time."""
        part, self.held = bytes(self.held), bytearray()
        return part


def _write_files(session: Session, now: datetime, file: Any) -> Iterator[int]:
    written = 0
    with ZipFile(file, "w") as archive:
        for name, columns, stream in FILES:
            with _member(archive, name, now) as member:
                for count in write_rows(member, columns, stream(session)):
                    yield written + count
            written += count


def write_rows(file: TextIOWrapper, columns: Sequence[str], rows: Iterator[Values]) -> Iterator[int]:
    """Write CSV with a line of `columns`, and yield how many rows were written so far, 0 for the header."""
    writer = csv.writer(file)
    writer.writerow(columns)
    yield 0
    for number, row in enumerate(rows, 1):
        writer.writerow([rules.defuse(value or "") for value in row])
        yield number


@contextmanager
def _member(archive: ZipFile, name: str, now: datetime) -> Iterator[TextIOWrapper]:
    entry = ZipInfo(name, now.timetuple()[:6])
    entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
    with archive.open(entry, "w", force_zip64=True) as member, TextIOWrapper(member, "utf-8", newline="") as text:
        yield text
