"""The calendar entry that the portal gives back: one UID for ever, the meeting's own zone (RFC 5545)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from portal.interviews.models import Interview


@dataclass(frozen=True)
class Entry:
    """What an entry says. `sequence` grows with every change; instants are aware."""

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


def of(interview: Interview, host: str, now: datetime) -> Entry:
    """The entry of an interview of the agency at `host`."""
    process = interview.process
    return Entry(
        uid=f"interview-{interview.id}@{host.partition(':')[0]}",
        sequence=interview.entry_sequence,
        starts_at=interview.starts_at,
        ends_at=interview.ends_at,
        time_zone=interview.time_zone,
        summary=f"Interview: {process.opening_title}, {process.employer.name}",
        location=interview.place,
        link=interview.link,
        cancelled=interview.status != "planned",
        stamped_at=now,
    )


def write(entry: Entry) -> bytes:
    """The entry as a calendar file, with the definition of its zone."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamped_at.astimezone(UTC))
    event.add("dtstart", _placed(entry.starts_at, entry.time_zone))
    event.add("dtend", _placed(entry.ends_at, entry.time_zone))
    event.add("summary", entry.summary)
    if entry.location:
        event.add("location", entry.location)
    if entry.link:
        event.add("url", entry.link)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//portal//interviews//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if entry.cancelled else "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _placed(at: datetime, name: str) -> datetime:
    """The moment on the zone's clock; in UTC in the hour that it shows twice, which no zone's name can tell."""
    local = at.astimezone(ZoneInfo(name))
    return at.astimezone(UTC) if local.fold else local
