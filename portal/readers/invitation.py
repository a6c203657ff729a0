"""Whom an invitation says the candidate will meet, and why others are left out (docs/rules.md#invitations)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from portal.readers.ics import Attendee, Event

THINGS = {"ROOM": "room", "RESOURCE": "resource", "GROUP": "group"}
_ROOM_DOMAINS = ("@resource.calendar.google.com",)
_LIST_DOMAINS = ("@group.calendar.google.com", "@import.calendar.google.com")


@dataclass(frozen=True)
class Invited:
    """One name of an invitation: `left_out` is the code of why it is not expected, None where it is."""

    attendee: Attendee
    left_out: str | None


@dataclass(frozen=True)
class Known:
    """Addresses, in lower case, that are nobody's at the employer, and the domain of the employer's mail."""

    candidate: AbstractSet[str]
    accounts: AbstractSet[str]
    employer_domain: str | None


def invited(event: Event, known: Known) -> tuple[Invited, ...]:
    """Everybody the event names, once each, with why somebody is not expected; the organizer comes last."""
    by = event.organizer
    rows = [
        Invited(row, _organizer_left_out(row, known) if _same(row, by) else _left_out(row, known))
        for row in event.attendees
    ]
    if by is not None:
        rows.append(Invited(by, _organizer_left_out(by, known)))
    seen: set[str] = set()
    found = []
    for row in rows:
        name = _key(row.attendee)
        if name and name not in seen:
            seen.add(name)
            found.append(row)
    return tuple(found)


def _left_out(row: Attendee, known: Known) -> str | None:
    email = (row.email or "").lower()
    if row.cutype in THINGS:
        return THINGS[row.cutype]
    if email.endswith(_ROOM_DOMAINS):
        return "room"
    if email.endswith(_LIST_DOMAINS):
        return "group"
    if email in known.candidate:
        return "candidate"
    if email in known.accounts:
        return "account"
    return "no_reply" if row.is_no_reply else None


def _organizer_left_out(row: Attendee, known: Known) -> str | None:
    why = _left_out(row, known)
    if why is not None:
        return why
    domain = (row.email or "").rpartition("@")[2].lower()
    ours = (known.employer_domain or "").lower()
    at_employer = bool(ours) and (domain == ours or domain.endswith("." + ours))
    return None if at_employer else "organizer"


def _same(row: Attendee, other: Attendee | None) -> bool:
    return other is not None and bool(other.email) and _key(row) == _key(other)


def _key(row: Attendee) -> str:
    return (row.email or row.name or "").strip().lower()
