"""The calendar entry that the portal offers for download: a permanent UID, in the meeting's own zone (RFC 5545)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from icalendar.prop import vCalAddress, vDuration, vText
from sqlalchemy.orm import Session

from portal.agencies import queries as agencies
from portal.core import tenancy
from portal.core.services import services
from portal.interviews.models import Interview
from portal.messaging.rules import has_forbidden_character
from portal.readers import ics_lines

REFRESHED = timedelta(hours=1)
"""How often a calendar program is asked to read a feed again."""


@dataclass(frozen=True)
class Participant:
    """Someone whom an entry names: its organizer, which RFC 5546 requires, or who is invited."""

    name: str
    email: str

    @property
    def shown(self) -> str:
        """The name without characters that a parameter cannot hold."""
        return "".join(sign for sign in self.name if sign not in '"^' and not has_forbidden_character(sign))


@dataclass(frozen=True)
class CalendarEntry:
    """The content of an entry. `sequence` grows with every change; moments are aware. `page` shows it in the portal."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    summary: str
    location: str | None
    link: str | None
    cancelled: bool
    stamped_at: datetime
    organizer: Participant
    page: str | None = None


def build_entry(interview: Interview, organizer: Participant, now: datetime) -> CalendarEntry:
    """Return the entry of an interview; its UID contains no host, so it stays the same if the agency's host changes."""
    application = interview.application
    return CalendarEntry(
        uid=f"interview-{interview.id}",
        sequence=interview.entry_sequence,
        starts_at=interview.starts_at,
        ends_at=interview.ends_at,
        time_zone=interview.time_zone,
        summary=f"Interview: {application.opening_title}, {application.employer.name}",
        location=interview.place,
        link=interview.link,
        cancelled=interview.status != "planned",
        stamped_at=now,
        organizer=organizer,
    )


class InvalidEntry(ValueError):
    """The entry has a text that could start another line of the file, or the file reads back differently."""


class _EscapedText(vText):
    """A text as RFC 5545 escapes it; the library writes a typed `\\N` as a line break."""

    __slots__ = ()

    def to_ical(self) -> bytes:
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return escaped.encode()


def organizer(session: Session) -> Participant:
    """Return the entered agency as organizer, with the address that its email comes from."""
    mailbox = agencies.host_of(session, tenancy.entered(session)).partition(".")[0]
    return Participant(agencies.profile(session).name, f"{mailbox}@{services().settings.mail_domain}")


def to_ics(entry: CalendarEntry, attendee: Participant | None = None) -> bytes:
    """Return the entry as a calendar file with its time zone definition; raise `InvalidEntry` if it would be unsafe.

    For an attendee it is a request to their calendar (RFC 5546, section 3.2.2), else an entry to publish.
    """
    method = "CANCEL" if entry.cancelled else "REQUEST" if attendee else "PUBLISH"
    return _write(_calendar(method), [entry], attendee)


def to_feed(name: str, entries: Sequence[CalendarEntry]) -> bytes:
    """Return the entries as a calendar to subscribe to, with its name; raise `InvalidEntry` if one is not safe."""
    calendar = _calendar("PUBLISH")
    for given in ("name", "x-wr-calname"):
        calendar.add(given, _EscapedText(name), encode=False)
    calendar.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESHED))
    return _write(calendar, entries, None)


def is_safe(entry: CalendarEntry) -> bool:
    """Return whether a calendar file can hold the entry."""
    try:
        _event(entry, None)
    except InvalidEntry:
        return False
    return True


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//portal//interviews//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _write(calendar: Calendar, entries: Sequence[CalendarEntry], attendee: Participant | None) -> bytes:
    for entry in entries:
        calendar.add_component(_event(entry, attendee))
    calendar.add_missing_timezones()
    data: bytes = calendar.to_ical()
    _verify_output(data.decode(), entries, attendee)
    return data


def _event(entry: CalendarEntry, attendee: Participant | None) -> Event:
    event = Event()
    for name, value in _text_properties(entry).items():
        if any(has_forbidden_character(line) for line in value.split("\n")):
            raise InvalidEntry("a calendar entry would hold a control sign")
        event.add(name, _EscapedText(value), encode=False)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamped_at.astimezone(UTC))
    event.add("dtstart", _in_time_zone(entry.starts_at, entry.time_zone))
    event.add("dtend", _in_time_zone(entry.ends_at, entry.time_zone))
    if entry.link:
        if has_forbidden_character(entry.link):
            raise InvalidEntry("a calendar entry's link would hold a control sign")
        event.add("url", entry.link)
    event.add("organizer", _address(entry.organizer))
    if attendee:
        event.add("attendee", _address(attendee))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    return event


def _address(person: Participant) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    address.params["CN"] = person.shown
    return address


def _text_properties(entry: CalendarEntry) -> dict[str, str]:
    """Return the text that people typed, and the entry's UID, by property."""
    texts = {"UID": entry.uid, "SUMMARY": entry.summary}
    if place := entry.location or entry.link:
        texts["LOCATION"] = place
    if shown := "\n".join(text for text in (entry.link, entry.page) if text):
        texts["DESCRIPTION"] = shown  # calendars show this, and few show URL
    return texts


def _verify_output(file: str, entries: Sequence[CalendarEntry], attendee: Participant | None) -> None:
    """Raise `InvalidEntry` if a reader would not find exactly these entries in the finished file."""
    lines = file.replace("\r\n ", "").split("\r\n")
    starts = [place for place, line in enumerate(lines) if line == "BEGIN:VEVENT"]
    ends = [place for place, line in enumerate(lines) if line == "END:VEVENT"]
    as_meant = len(starts) == len(ends) == len(entries) and all(
        _says(lines[start + 1 : end], entry, attendee) for start, end, entry in zip(starts, ends, entries, strict=True)
    )
    if not as_meant or any(has_forbidden_character(line) for line in lines):
        raise InvalidEntry("the finished calendar does not say what was meant")


def _says(lines: Sequence[str], entry: CalendarEntry, attendee: Participant | None) -> bool:
    """Return whether these lines are the entry, and nothing else."""
    found = [ics_lines.parse_line(line) for line in lines]
    said = {line.name: line.value if line.name == "URL" else line.text for line in found if line is not None}
    meant = {
        "SEQUENCE",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "STATUS",
        "ORGANIZER",
        *_text_properties(entry),
        *(["URL"] if entry.link else []),
        *(["ATTENDEE"] if attendee else []),
    }
    return (
        set(said) == meant
        and len(found) == len(meant)
        and all(said[name] == value for name, value in _text_properties(entry).items())
        and said["ORGANIZER"] == f"mailto:{entry.organizer.email}"
        and said.get("ATTENDEE") == (f"mailto:{attendee.email}" if attendee else None)
        and said.get("URL") == (entry.link or None)
    )


def _in_time_zone(at: datetime, name: str) -> datetime:
    """Return the moment in the zone; in UTC during the second of two repeated hours, which local time cannot name."""
    local = at.astimezone(ZoneInfo(name))
    return at.astimezone(UTC) if local.fold else local
