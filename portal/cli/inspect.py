"""`portal inspect`: what the readers make of a file, for support; no database, no server."""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from portal.readers import ics, vcard

Found = dict[str, Any]


@click.group("inspect")
def command() -> None:
    """Show what the readers make of files: a JSON object for each, a line each.

    Exits 0 when every file could be read, 1 when one could not; its object says why.

    Example: portal inspect ics invitation.ics
    """


@command.command("ics")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def calendars(files: tuple[str, ...]) -> None:
    """Calendar files.

    Example: portal inspect ics invitation.ics other.ics
    """
    _show(files, ics.LARGEST, _calendar)


@command.command("vcard")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def contact_cards(files: tuple[str, ...]) -> None:
    """Contact cards (vCard 2.1, 3.0, 4.0).

    Example: portal inspect vcard contacts.vcf
    """
    _show(files, vcard.LARGEST, _cards)


def _show(files: tuple[str, ...], largest: int, read: Callable[[bytes | None], Found]) -> None:
    """An object for each file, a line each, ends the program; `read` of None is how a file reads that nobody can."""
    good = True
    for file in files:
        found = _inspected(file, largest, read)
        good = good and found["ok"]
        click.echo(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))
    sys.exit(0 if good else 1)


def _inspected(file: str, largest: int, read: Callable[[bytes | None], Found]) -> Found:
    try:
        with Path(file).open("rb") as opened:
            data = opened.read(largest + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it cannot be opened"
        return {"file": file} | read(None) | {"ok": False, "problems": [f"The file cannot be read: {why}."]}
    return {"file": file} | read(data)


def _calendar(data: bytes | None) -> Found:
    found = ics.Calendar(ok=False) if data is None else ics.read(data)
    return {
        "ok": found.ok,
        "problems": list(found.problems),
        "method": found.method,
        "events": [_event(event) for event in found.events],
    }


def _cards(data: bytes | None) -> Found:
    found = vcard.Cards() if data is None else vcard.read(data)
    return {"ok": found.ok, "problems": list(found.problems), "cards": [asdict(card) for card in found.cards]}


def _event(event: ics.Event) -> dict[str, Any]:
    return {
        "uid": event.uid,
        "sequence": event.sequence,
        "summary": event.summary,
        "status": event.status,
        "starts_at": _time(event.starts_at),
        "ends_at": _time(event.ends_at),
        "time_zone": event.time_zone,
        "all_day": event.all_day,
        "floating": event.floating,
        "recurring": event.recurring,
        "location": event.location,
        "organizer": _person(event.organizer) if event.organizer else None,
        "attendees": [_person(row) for row in event.attendees],
    }


def _person(row: ics.Attendee) -> dict[str, str | None]:
    return {"name": row.name, "email": row.email}


def _time(value: datetime | date | None) -> str | None:
    return value.isoformat() if value is not None else None
