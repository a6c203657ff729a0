"""The archive of an agency's export, read back: its files in order, and what else their rows need here."""

import csv
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import IO
from zipfile import BadZipFile, ZipFile

from portal.accounts.rules import email_key
from portal.core.command import Command
from portal.exports.rules import restore
from portal.imports.columns import CANDIDATES, CONTACTS, EMPLOYERS, INTERVIEWS
from portal.imports.lookups import load_lookups
from portal.offices import actions as office_actions
from portal.readers.table_limits import MAX_BYTES, UnreadableTable

ORDER = (EMPLOYERS, CONTACTS, CANDIDATES, INTERVIEWS)
"""The kinds of file in the order in which their rows need each other."""

_COPIED = 1_000_000


@contextmanager
def opened(file: IO[bytes]) -> Iterator[ZipFile]:
    """Open the archive; raise `UnreadableTable` where it is none, or misses one of the four files."""
    try:
        with ZipFile(file) as archive:
            missing = [f"{kind}.csv" for kind in ORDER if f"{kind}.csv" not in archive.namelist()]
            if missing:
                raise UnreadableTable(f"This archive has no {missing[0]}. Use one that an export made.")
            yield archive
    except BadZipFile as error:
        raise UnreadableTable("This file is no ZIP archive. Use one that an export made.") from error


@contextmanager
def member(archive: ZipFile, kind: str) -> Iterator[IO[bytes]]:
    """Yield this kind's file, unpacked; raise `UnreadableTable` for one that is too large to import."""
    with archive.open(f"{kind}.csv") as packed, TemporaryFile() as file:
        while part := packed.read(_COPIED):
            file.write(part)
            if file.tell() > MAX_BYTES:
                raise UnreadableTable(f"{kind}.csv is larger than {MAX_BYTES // _COPIED} MB.")
        file.seek(0)
        yield file


def has_rows(file: IO[bytes]) -> bool:
    """Return whether the file holds more than the names of its columns."""
    file.readline()
    found = bool(file.read(1))
    file.seek(0)
    return found


def add_missing_names(command: Command, candidates: IO[bytes]) -> list[str]:
    """Create the offices and fields that the candidates name; return the recruiters who are not here."""
    offices, fields, recruiters = _names(candidates)
    known = load_lookups(command.session)
    for name in _unknown(offices, known.offices):
        office_actions.add_office(command, name)
    for name in _unknown(fields, known.fields):
        office_actions.add_field(command, name)
    return _unknown(recruiters, known.recruiters)


def _names(candidates: IO[bytes]) -> tuple[set[str], set[str], set[str]]:
    text = TextIOWrapper(candidates, "utf-8", newline="")
    found = [{restore(row.get(code) or "") for row in _rows(text)} for code in ("office", "field", "recruiter")]
    text.detach()
    return found[0], found[1], found[2]


def _rows(text: TextIOWrapper) -> Iterator[dict[str, str]]:
    text.seek(0)
    yield from csv.DictReader(text)
    text.seek(0)


def _unknown(names: set[str], known: Mapping[str, uuid.UUID]) -> list[str]:
    """Return the names that are not known, each once however it is capitalized."""
    missing = {email_key(name): name for name in sorted(names) if name and email_key(name) not in known}
    return sorted(missing.values())
