"""`portal inspect`: what the readers find in a file, for support; no database, no server."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import click

from portal.cli.inspect_invitation import invitation
from portal.cli.inspect_mail import mails
from portal.cli.inspect_output import InspectionResult, print_results
from portal.cli.inspect_table import tables
from portal.drafts.rules import find_placeholders
from portal.readers import document, ics, signature, vcard
from portal.readers.ics_people import Attendee
from portal.readers.letter import UnreadableLetter

LARGEST_SIGNATURE = 1_000_000
LARGEST_DRAFT = 10_000_000


@click.group("inspect")
def command() -> None:
    """Show what the readers make of files: a JSON object for each, a line each.

    Exits 0 when every file could be read, 1 when one could not; its object says why.

    Example: portal inspect ics invitation.ics
    """


command.add_command(invitation)
command.add_command(mails)
command.add_command(tables)


@command.command("ics")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def calendars(files: tuple[str, ...]) -> None:
    """Calendar files.

    Example: portal inspect ics invitation.ics other.ics
    """
    print_results(files, ics.MAX_BYTES, _calendar)


@command.command("vcard")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def contact_cards(files: tuple[str, ...]) -> None:
    """Contact cards (vCard 2.1, 3.0, 4.0).

    Example: portal inspect vcard contacts.vcf
    """
    print_results(files, vcard.MAX_BYTES, _cards)


@command.command("signature")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def signatures(files: tuple[str, ...]) -> None:
    """Read the ends of emails as UTF-8 text; - reads standard input.

    Example: portal inspect signature signature.txt
    """
    print_results(files, LARGEST_SIGNATURE, _signature)


@command.command("draft")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def drafts(files: tuple[str, ...]) -> None:
    """Letters: Word documents (.docx) and text files (.txt, .md).

    Example: portal inspect draft thank-you.docx
    """
    print_results(files, LARGEST_DRAFT, _draft)


def _calendar(data: bytes | None) -> InspectionResult:
    found = ics.ParsedCalendar(ok=False) if data is None else ics.read(data)
    return {
        "ok": found.ok,
        "problems": list(found.problems),
        "method": found.method,
        "events": [_event(event) for event in found.events],
    }


def _cards(data: bytes | None) -> InspectionResult:
    found = vcard.VCardFile() if data is None else vcard.read(data)
    return {"ok": found.ok, "problems": list(found.problems), "cards": [_card(card) for card in found.cards]}


def _card(card: vcard.VCard) -> dict[str, Any]:
    return {
        "name": card.name,
        "emails": card.emails,
        "phones": [phone.written for phone in card.phones],
        "organization": card.organization,
        "title": card.title,
        "addresses": card.addresses,
    }


def _signature(data: bytes | None) -> InspectionResult:
    text = (data or b"").decode("utf-8-sig", "replace")
    read = signature.read(text)
    problems = [] if data is None or not read.is_empty else ["We didn't find a name, address, or phone number."]
    if "\ufffd" in text:
        problems.append("The text isn't UTF-8. Characters that couldn't be read were left out.")
    return {
        "ok": data is not None and not read.is_empty,
        "problems": problems,
        "name": next(iter(read.names), None),
        "title": next(iter(read.titles), None),
        "organization": next(iter(read.organizations), None),
        "emails": list(dict.fromkeys(email.lower() for email in read.emails)),
        "phones": [asdict(phone) for phone in read.phones],
        "addresses": [", ".join(address.splitlines()) for address in read.addresses],
    }


def _draft(data: bytes | None) -> InspectionResult:
    nothing: InspectionResult = {"subject": None, "body": "", "fields": [], "placeholders": []}
    if data is None:
        return nothing
    try:
        read = document.read(data)
    except UnreadableLetter as problem:
        return {"ok": False, "problems": [str(problem)], **nothing}
    return {
        "ok": True,
        "problems": [],
        "subject": read.subject or None,
        "body": read.body,
        "fields": list(read.fields),
        "placeholders": [*find_placeholders(read.subject), *find_placeholders(read.body)],
    }


def _event(event: ics.CalendarEvent) -> dict[str, Any]:
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


def _person(row: Attendee) -> dict[str, str | None]:
    return {"name": row.name, "email": row.email}


def _time(value: datetime | date | None) -> str | None:
    return value.isoformat() if value is not None else None
