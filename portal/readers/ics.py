"""Calendar files as mail programs export them: bytes in, events out, and a sentence for whatever could not be read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Calendar as Parsed
from icalendar import Component

from portal.readers import ics_text, ics_zones

LARGEST = 5_000_000
MOST_EVENTS = 2_000
LONGEST_TEXT = 5_000
_NO_REPLY = ("noreply", "no-reply", "donotreply", "do-not-reply", "no_reply")


@dataclass(frozen=True)
class Attendee:
    """Somebody or something named by an event. `cutype` is RFC 5545's, `INDIVIDUAL` where it says nothing."""

    name: str | None
    email: str | None
    cutype: str = "INDIVIDUAL"

    @property
    def is_no_reply(self) -> bool:
        """Whether mail to it is read by nobody."""
        local = (self.email or "").partition("@")[0].lower()
        return any(local.startswith(sign) for sign in _NO_REPLY)


@dataclass(frozen=True)
class Event:
    """One VEVENT. Times are aware; naive where `floating`; a date where `all_day`; `ends_at` None where nothing says.

    `time_zone` is an IANA name where the zone could be told, else what the file called it.
    """

    uid: str | None
    sequence: int
    summary: str | None
    status: str | None
    starts_at: datetime | date
    ends_at: datetime | date | None
    time_zone: str | None
    recurring: bool
    recurrence_id: str | None
    location: str | None
    link: str | None
    organizer: Attendee | None
    attendees: tuple[Attendee, ...]

    @property
    def all_day(self) -> bool:
        return not isinstance(self.starts_at, datetime)

    @property
    def floating(self) -> bool:
        return isinstance(self.starts_at, datetime) and self.starts_at.tzinfo is None


@dataclass(frozen=True)
class Calendar:
    """What a file gave; `ok` is False where nothing in it can be used, and `problems` says why."""

    ok: bool
    method: str | None = None
    events: tuple[Event, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass
class _Reading:
    problems: list[str] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    method: str | None = None


def read(data: bytes) -> Calendar:
    """The events of a calendar file. Never raises, and never invents a start."""
    if len(data) > LARGEST:
        return _refused(
            f"The file is larger than {LARGEST // 1_000_000} MB. Export only this event, or a shorter range."
        )
    text = ics_text.decoded(data)
    if "BEGIN:VCALENDAR" not in text.upper():
        return _refused("This is no calendar file: it has no line BEGIN:VCALENDAR.")
    reading = _Reading()
    for number, block in enumerate(ics_text.calendars(text, reading.problems), start=1):
        _read_block(block, number, reading)
    if not reading.events and not reading.problems:
        reading.problems.append("This calendar has no events.")
    return Calendar(bool(reading.events), reading.method, tuple(reading.events), tuple(reading.problems))


def _refused(sentence: str) -> Calendar:
    return Calendar(False, problems=(sentence,))


def _read_block(block: str, number: int, reading: _Reading) -> None:
    try:
        parsed = Parsed.from_ical(block)
    except Exception as error:  # noqa: BLE001 - whatever the library makes of a broken file, a person is told, not a server
        reading.problems.append(f"Calendar {number} of the file cannot be read: {_plainly(error)}.")
        return
    reading.method = reading.method or _word(parsed, "METHOD")
    zones = ics_zones.Zones(parsed)
    found = list(parsed.walk("VEVENT"))
    if not found:
        others = sorted({row.name for row in parsed.subcomponents if row.name})
        only = f", only {', '.join(others)}" if others else ""
        reading.problems.append(f"This calendar has no events{only}.")
    if len(found) > MOST_EVENTS:
        reading.problems.append(f"Only the first {MOST_EVENTS} of its {len(found)} events were read.")
    for place, component in enumerate(found[:MOST_EVENTS], start=1):
        _read_event(component, place, zones, reading)


def _read_event(component: Component, place: int, zones: ics_zones.Zones, reading: _Reading) -> None:
    name = f"Event {place}" + (f" (“{summary[:60]}”)" if (summary := _text(component, "SUMMARY")) else "")
    try:
        event, notes = _event(component, zones)
    except ics_zones.Unusable as unusable:
        reading.problems.append(f"{name} was left out: {unusable}.")
        return
    reading.events.append(event)
    reading.problems += [f"{name}: {note}." for note in notes]


def _event(component: Component, zones: ics_zones.Zones) -> tuple[Event, list[str]]:
    notes: list[str] = []
    start, zone = zones.moment(component, "DTSTART")
    if start is None:
        raise ics_zones.Unusable("it has no usable start (DTSTART)")
    end = _end(component, start, zones, notes)
    sequence = _whole(component, notes)
    recurrence, _ = _tolerant(zones, component, "RECURRENCE-ID")
    event = Event(
        uid=_text(component, "UID"),
        sequence=sequence,
        summary=_text(component, "SUMMARY"),
        status=_word(component, "STATUS"),
        starts_at=start,
        ends_at=end,
        time_zone=zone,
        recurring=any(name in component for name in ("RRULE", "RDATE")) or _broken(component, "RRULE"),
        recurrence_id=recurrence.isoformat() if recurrence else None,
        location=_text(component, "LOCATION"),
        link=ics_text.meeting_link(_places(component)),
        organizer=next(iter(_people(component, "ORGANIZER")), None),
        attendees=tuple(_people(component, "ATTENDEE")),
    )
    return event, notes


def _end(
    component: Component, start: datetime | date, zones: ics_zones.Zones, notes: list[str]
) -> datetime | date | None:
    try:
        end, _ = zones.moment(component, "DTEND")
        if end is None and "DURATION" in component:
            end = ics_zones.later(start, _duration(component))
    except (ics_zones.Unusable, AttributeError, OverflowError, ValueError):
        notes.append("its end cannot be read")
        return None
    if end is None:
        if any(name in component or _broken(component, name) for name in ("DURATION", "DTEND")):
            notes.append("its end cannot be read")
        return start if isinstance(start, datetime) and not notes else None
    if isinstance(end, datetime) != isinstance(start, datetime):
        notes.append("its start and end are not of one kind")
        return None
    if ics_zones.before(end, start):
        notes.append("it ends before it starts, so its end was left out")
        return None
    return end


def _duration(component: Component) -> timedelta:
    value: Any = component["DURATION"]
    by = value.dt
    if not isinstance(by, timedelta):
        raise ics_zones.Unusable("its DURATION cannot be read")
    return by


def _tolerant(zones: ics_zones.Zones, component: Component, name: str) -> tuple[datetime | date | None, str | None]:
    try:
        return zones.moment(component, name)
    except ics_zones.Unusable:
        return None, None


def _whole(component: Component, notes: list[str]) -> int:
    value = component.get("SEQUENCE", 0)
    if isinstance(value, list):
        value = value[0]
    if _broken(component, "SEQUENCE"):
        notes.append("its SEQUENCE is no number and counts as 0")
        return 0
    try:
        return max(int(value), 0)
    except (TypeError, ValueError):
        notes.append("its SEQUENCE is no number and counts as 0")
        return 0


def _broken(component: Component, name: str) -> bool:
    return any(found and str(found).upper() == name for found, _ in component.errors)


def _people(component: Component, name: str) -> Iterator[Attendee]:
    rows = component.get(name, [])
    for row in rows if isinstance(rows, list) else [rows]:
        params: Any = getattr(row, "params", {})
        email = str(row).strip()
        email = email[7:] if email.lower().startswith("mailto:") else str(params.get("EMAIL", email))
        usable = "@" in email and not any(sign.isspace() for sign in email)
        cutype = str(params.get("CUTYPE", "INDIVIDUAL")).upper()
        shown = _cut(str(params.get("CN", "")).strip().strip('"'))
        yield Attendee(shown or None, email[:254] if usable else None, cutype)


def _places(component: Component) -> list[str]:
    names = (
        "X-GOOGLE-CONFERENCE",
        "X-MICROSOFT-SKYPETEAMSMEETINGURL",
        "CONFERENCE",
        "URL",
        "LOCATION",
        "DESCRIPTION",
    )
    return [text for name in names if (text := _text(component, name))]


def _text(component: Component, name: str) -> str | None:
    value = component.get(name)
    if isinstance(value, list):
        value = value[0] if value else None
    text = ics_text.mended(str(value))[:LONGEST_TEXT] if value is not None else ""
    return text if text.strip() else None


def _word(component: Component, name: str) -> str | None:
    return (_text(component, name) or "").strip().upper() or None


def _cut(text: str) -> str:
    return text.strip()[:LONGEST_TEXT]


def _plainly(error: Exception) -> str:
    return " ".join(str(error).split())[:160].rstrip(".") or type(error).__name__
