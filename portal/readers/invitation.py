"""Who an invitation says the candidate will meet, and why others are left out (docs/rules.md#invitations)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from portal.readers.ics import CalendarEvent
from portal.readers.ics_people import Attendee

NON_PERSON_TYPES = {"ROOM": "room", "RESOURCE": "resource", "GROUP": "group"}
_ROOM_DOMAINS = ("@resource.calendar.google.com",)
_LIST_DOMAINS = ("@group.calendar.google.com", "@import.calendar.google.com")


@dataclass(frozen=True)
class Invitee:
    """One name of an invitation: `left_out` is the code of why it is not expected, None where it is."""

    attendee: Attendee
    left_out: str | None


@dataclass(frozen=True)
class KnownAddresses:
    """Addresses in lower case: the candidate's, the agency's accounts', the employer's contacts'; its mail domains."""

    candidate: AbstractSet[str] = frozenset()
    accounts: AbstractSet[str] = frozenset()
    domains: AbstractSet[str] = frozenset()
    contacts: AbstractSet[str] = frozenset()


def list_invitees(event: CalendarEvent, known: KnownAddresses) -> tuple[Invitee, ...]:
    """Return everyone the event names, once each, with why a person is not expected; the organizer comes last."""
    by = event.organizer
    rows = [
        Invitee(row, _organizer_exclusion_reason(row, known) if _is_same(row, by) else _exclusion_reason(row, known))
        for row in event.attendees
    ]
    if by is not None:
        rows.append(Invitee(by, _organizer_exclusion_reason(by, known)))
    seen: set[str] = set()
    found = []
    for row in rows:
        name = _key(row.attendee)
        if name and name not in seen:
            seen.add(name)
            found.append(row)
    return tuple(found)


def _exclusion_reason(row: Attendee, known: KnownAddresses) -> str | None:
    email = (row.email or "").lower()
    if row.cutype in NON_PERSON_TYPES:
        return NON_PERSON_TYPES[row.cutype]
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


def _organizer_exclusion_reason(row: Attendee, known: KnownAddresses) -> str | None:
    """Return why the organizer is not expected: an assistant or a system, unless known to be at the employer.

    One who accepted as an attendee, or is a contact of the employer, takes part.
    """
    why = _exclusion_reason(row, known)
    if why is not None:
        return why
    email = (row.email or "").lower()
    domain = email.rpartition("@")[2]
    at_employer = any(domain == ours or domain.endswith(f".{ours}") for ours in known.domains if ours)
    return None if at_employer or email in known.contacts or row.status == "ACCEPTED" else "organizer"


def _is_same(row: Attendee, other: Attendee | None) -> bool:
    return other is not None and bool(other.email) and _key(row) == _key(other)


def _key(row: Attendee) -> str:
    return (row.email or row.name or "").strip().lower()
