"""Calendar files as mail programs export them: bytes in, events out, and a sentence for whatever could not be read."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from icalendar import vDuration

from portal.readers import ics_lines, ics_parts, ics_series, ics_text, ics_zones
from portal.readers.ics_lines import Line
from portal.readers.ics_people import Attendee, attendee
from portal.readers.ics_series import Series

LARGEST = 5_000_000
LONGEST_TEXT = 5_000
MOST_PROBLEMS = 100
LARGEST_SEQUENCE = 2_147_483_647
_ALL_DAY = ("X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT", "X-FUNAMBOL-ALLDAY")


@dataclass(frozen=True)
class Event:
    """One VEVENT. Times are aware; naive where `floating`; a date where `all_day`; `ends_at` None where nothing says.

    `time_zone` is an IANA name where the zone could be told, else what the file called it; `recurrence_id` is in UTC
    where it has a zone. `stamp` (DTSTAMP, UTC) orders events of equal `sequence`. `method` is the event's own METHOD,
    else its calendar's. `series` says how it repeats, None where it does not.
    """

    uid: str | None
    sequence: int
    summary: str | None
    status: str | None
    starts_at: datetime | date
    ends_at: datetime | date | None
    time_zone: str | None
    series: Series | None
    recurrence_id: str | None
    location: str | None
    link: str | None
    organizer: Attendee | None
    attendees: tuple[Attendee, ...]
    stamp: datetime | None = None
    method: str | None = None

    @property
    def recurring(self) -> bool:
        """Whether it takes place more than once."""
        return self.series is not None

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


class _Event:
    """The lines of one event, by name, the first of each standing for all but people's."""

    def __init__(self, lines: list[str]) -> None:
        self.notes: list[str] = []
        self._rows: dict[str, list[Line]] = {}
        for line in lines:
            row = ics_lines.parse(line)
            if row is not None:
                self._rows.setdefault(row.name, []).append(row)

    def __contains__(self, name: str) -> bool:
        return name in self._rows

    def all(self, name: str) -> list[Line]:
        return self._rows.get(name, [])

    def line(self, name: str) -> Line | None:
        return next(iter(self.all(name)), None)

    def text(self, name: str) -> str | None:
        row = self.line(name)
        text = ics_text.clean(row.text)[:LONGEST_TEXT] if row is not None else ""
        return text if text.strip() else None

    def word(self, name: str) -> str | None:
        return (self.text(name) or "").strip().upper() or None


@dataclass
class _Reading:
    problems: list[str] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


def read(data: bytes) -> Calendar:
    """The events of a calendar file. Never raises, and never invents a start."""
    if len(data) > LARGEST:
        return _refused(
            f"The file is larger than {LARGEST // 1_000_000} MB. Export only this event, or a shorter range."
        )
    parts = ics_parts.Parts()
    parts.read(ics_text.lines(ics_text.decoded(data)))
    if not parts.calendars:
        return _refused(_no_calendar(data))
    reading = _Reading(parts.problems)
    for part in parts.calendars:
        _read_part(part, reading)
    if not reading.events and not reading.problems:
        reading.problems.append(_no_events(parts.calendars))
    method = next((part.method for part in parts.calendars if part.method), None)
    method = method or next((event.method for event in reading.events if event.method), None)
    return Calendar(bool(reading.events), method, tuple(reading.events), _bounded(reading.problems))


def _refused(sentence: str) -> Calendar:
    return Calendar(False, problems=(sentence,))


def _no_calendar(data: bytes) -> str:
    what = ics_text.mistaken_for(data)
    if what == "empty":
        return "The file is empty."
    return f"This is {what or 'no calendar file'}: it has no line BEGIN:VCALENDAR."


def _no_events(parts: list[ics_parts.Part]) -> str:
    others = sorted({name for part in parts for name in part.others})
    return f"This calendar has no events{', only ' + ', '.join(others) if others else ''}."


def _bounded(problems: list[str]) -> tuple[str, ...]:
    more = len(problems) - MOST_PROBLEMS
    return (*problems[:MOST_PROBLEMS], *([f"And {more} more like these."] if more > 0 else []))


def _read_part(part: ics_parts.Part, reading: _Reading) -> None:
    zones = ics_zones.Zones(part.zones)
    if part.found > len(part.events):
        reading.problems.append(f"Only the first {len(part.events)} of its {part.found} events were read.")
    for place, lines in enumerate(part.events, start=1):
        found = _Event(lines)
        name = f"Event {place}" + (f" (“{summary[:60]}”)" if (summary := found.text("SUMMARY")) else "")
        try:
            reading.events.append(_event(found, zones, part.method))
        except ics_zones.Unusable as unusable:
            reading.problems.append(f"{name} was left out: {unusable}.")
        else:
            reading.problems += [f"{name}: {note}." for note in found.notes]


def _event(found: _Event, zones: ics_zones.Zones, method: str | None) -> Event:
    line = found.line("DTSTART")
    if line is None:
        raise ics_zones.Unusable("it has no usable start (DTSTART)")
    start, zone = zones.moment(line)
    end = _end(found, start, zones)
    if _is_flagged_all_day(found):
        start, end, zone = _day_of(start), end and _day_of(end), None
    if zone and isinstance(start, datetime) and start.tzinfo is None:
        found.notes.append(f"its time zone “{zone[:60]}” is not known, so its time stands without one")
    return Event(
        uid=found.text("UID"),
        sequence=_sequence(found),
        summary=found.text("SUMMARY"),
        status=found.word("STATUS"),
        starts_at=start,
        ends_at=end,
        time_zone=zone[:LONGEST_TEXT] if zone else None,
        series=ics_series.series(found, zones),
        recurrence_id=_recurrence(found, zones),
        location=found.text("LOCATION"),
        link=ics_text.meeting_link(_places(found)),
        organizer=next((attendee(row) for row in found.all("ORGANIZER")), None),
        attendees=tuple(attendee(row) for row in found.all("ATTENDEE")),
        stamp=_stamp(found, zones),
        method=found.word("METHOD") or method,
    )


def _end(found: _Event, start: datetime | date, zones: ics_zones.Zones) -> datetime | date | None:
    try:
        end = _said_end(found, start, zones)
    except (ics_zones.Unusable, OverflowError, ValueError):
        found.notes.append("its end cannot be read")
        return None
    if end is None:
        return start if isinstance(start, datetime) else start + timedelta(days=1)
    if isinstance(end, datetime) != isinstance(start, datetime):
        found.notes.append("its start and end are not of one kind")
        return None
    if ics_zones.before(end, start):
        found.notes.append("it ends before it starts, so its end was left out")
        return None
    return end


def _said_end(found: _Event, start: datetime | date, zones: ics_zones.Zones) -> datetime | date | None:
    end, duration = found.line("DTEND"), found.line("DURATION")
    if end is not None:
        return zones.moment(end)[0]
    if duration is None:
        return None
    by = vDuration.from_ical(duration.value.strip())
    if by % timedelta(days=1) and not isinstance(start, datetime):
        raise ics_zones.Unusable("hours after a whole day")
    return ics_zones.later(start, by, exact="T" in duration.value.upper())


def _recurrence(found: _Event, zones: ics_zones.Zones) -> str | None:
    line = found.line("RECURRENCE-ID")
    try:
        told = zones.moment(line)[0] if line is not None else None
    except ics_zones.Unusable:
        return None
    if isinstance(told, datetime) and told.tzinfo is not None:
        told = told.astimezone(UTC)
    return told.isoformat() if told else None


def _stamp(found: _Event, zones: ics_zones.Zones) -> datetime | None:
    line = found.line("DTSTAMP")
    try:
        stamp = zones.moment(line)[0] if line is not None else None
    except ics_zones.Unusable:
        return None
    return stamp.astimezone(UTC) if isinstance(stamp, datetime) and stamp.tzinfo is not None else None


def _is_flagged_all_day(found: _Event) -> bool:
    """Whether the file says that the event lasts whole days, however it writes their midnights."""
    return any(found.word(name) in ("TRUE", "1") for name in _ALL_DAY)


def _day_of(moment: datetime | date) -> date:
    """The day whose midnight this is, in a zone that may have been lost: before noon that day, else the next."""
    if not isinstance(moment, datetime):
        return moment
    return moment.date() + timedelta(days=1 if moment.hour >= 12 else 0)


def _sequence(found: _Event) -> int:
    value = (found.text("SEQUENCE") or "0").strip()
    try:
        number = int(value[:20])
    except ValueError:
        number = LARGEST_SEQUENCE + 1
    if number > LARGEST_SEQUENCE:
        found.notes.append("its SEQUENCE is no usable number and counts as 0")
        return 0
    return max(number, 0)


def _places(found: _Event) -> list[str]:
    names = (
        "X-GOOGLE-CONFERENCE",
        "X-MICROSOFT-SKYPETEAMSMEETINGURL",
        "CONFERENCE",
        "URL",
        "LOCATION",
        "DESCRIPTION",
    )
    return [text for name in names if (text := found.text(name))]
