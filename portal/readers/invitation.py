"""Whom an invitation says the candidate will meet, and why others are left out (docs/rules.md#invitations)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from portal.readers.ics import Event
from portal.readers.ics_people import Attendee

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
    """Addresses in lower case: the candidate's, the agency's accounts', the employer's contacts'; its mail domains."""

    candidate: AbstractSet[str] = frozenset()
    accounts: AbstractSet[str] = frozenset()
    domains: AbstractSet[str] = frozenset()
    contacts: AbstractSet[str] = frozenset()


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
    if row.status == "DECLINED":
        return "declined"
    return "no_reply" if row.is_no_reply else None


def _organizer_left_out(row: Attendee, known: Known) -> str | None:
    """Why the organizer is not expected: somebody else's assistant or system, unless known to be at the employer.

    One who accepted as an attendee, or is a contact of the employer, takes part.
    """
    why = _left_out(row, known)
    if why is not None:
        return why
    email = (row.email or "").lower()
    domain = email.rpartition("@")[2]
    at_employer = any(domain == ours or domain.endswith(f".{ours}") for ours in known.domains if ours)
    return None if at_employer or email in known.contacts or row.status == "ACCEPTED" else "organizer"


def _same(row: Attendee, other: Attendee | None) -> bool:
    return other is not None and bool(other.email) and _key(row) == _key(other)


def _key(row: Attendee) -> str:
    return (row.email or row.name or "").strip().lower()
