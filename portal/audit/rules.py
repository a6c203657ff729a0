"""The daily digest of the audit log: a chain of hashes, kept outside the database, that shows what was altered."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

GRACE = timedelta(hours=1)
"""How long after midnight, UTC, a day is closed: what began before is committed by then."""

NO_DIGEST = "0" * 64
"""What comes before an agency's first digest."""

DIFFERS, MISSING, GONE = "differs", "missing", "gone"
"""What is wrong with a day: its events are others; the file lacks its line; the agency is no longer there."""

DAY = timedelta(days=1)
_LINE = re.compile(r"(\d{4}-\d{2}-\d{2})\t([^\t]+)\t([0-9a-f-]{36})\trows=(\d+)\t([0-9a-f]{64})")


class MalformedDigest(Exception):
    """A line of a digest file cannot be read; the text says which."""


@dataclass(frozen=True)
class DayDigest:
    """The digest of one agency's events of one day (UTC), and how many there are."""

    day: date
    host: str
    agency_id: UUID
    rows: int
    digest: str

    @property
    def line(self) -> str:
        return f"{self.day}\t{self.host}\t{self.agency_id}\trows={self.rows}\t{self.digest}"


@dataclass(frozen=True)
class DigestFinding:
    """A day of an agency with which something is wrong."""

    day: date
    host: str
    problem: str

    @property
    def line(self) -> str:
        return f"{self.day}\t{self.host}\t{self.problem}"


def parse_lines(lines: Iterable[str]) -> list[DayDigest]:
    """Return the digests of a file; raise `MalformedDigest`."""
    found = []
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line.rstrip("\n"))
        try:
            day, agency_id = date.fromisoformat(match[1] if match else ""), UUID(match[3] if match else "")
        except ValueError as error:
            raise MalformedDigest(f"line {number} isn't a line of `portal audit digest`") from error
        if match is not None:
            found.append(DayDigest(day, match[2], agency_id, int(match[4]), match[5]))
    return found


def last_closed_day(now: datetime) -> date:
    """Return the last day that is over for good."""
    return (now.astimezone(UTC) - GRACE).date() - DAY


def start_of(day: date) -> datetime:
    """Return the first moment of the day."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield each day from the first to the last."""
    for number in range((last - first).days + 1):
        yield first + number * DAY


def chain(previous: str, agency_id: UUID, day: date, events: Iterable[Sequence[Any]]) -> tuple[int, str]:
    """Return how many events there are, and the digest of the day: of the digest before it and of every event."""
    digest, rows = sha256(f"{previous}\n{agency_id}\n{day}\n".encode()), 0
    for rows, event in enumerate(events, 1):  # noqa: B007 - the last one is how many there are
        digest.update(json.dumps([_plain(value) for value in event], separators=(",", ":")).encode() + b"\n")
    return rows, digest.hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, UUID) else value
