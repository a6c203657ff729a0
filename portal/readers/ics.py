"""Read calendar files as mail programs export them: their events, and a sentence for anything unreadable."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from icalendar import vDuration

from portal.readers import ics_lines, ics_parts, ics_series, ics_text, ics_zones
from portal.readers.ics_lines import ContentLine
from portal.readers.ics_people import Attendee, parse_attendee
from portal.readers.ics_series import Series

MAX_BYTES = 5_000_000
MAX_TEXT_LENGTH = 5_000
MAX_PROBLEMS = 100
MAX_SEQUENCE = 2_147_483_647
_ALL_DAY = ("X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT", "X-FUNAMBOL-ALLDAY")


@dataclass(frozen=True)
class CalendarEvent:
    """One VEVENT. Times are aware; naive where `floating`; a date where `all_day`; `ends_at` None where nothing says.

    `time_zone` is an IANA name where the zone was resolved, else what the file called it; `recurrence_id` is in UTC
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
        """Return whether it takes place more than once."""
        return self.series is not None

    @property
    def all_day(self) -> bool:
        return not isinstance(self.starts_at, datetime)

    @property
    def floating(self) -> bool:
        return isinstance(self.starts_at, datetime) and self.starts_at.tzinfo is None


@dataclass(frozen=True)
class ParsedCalendar:
    """What a file contained; `ok` is False where nothing in it can be used, and `problems` says why."""

    ok: bool
    method: str | None = None
    events: tuple[CalendarEvent, ...] = ()
    problems: tuple[str, ...] = ()


class _EventLines:
    """The lines of one event, by name; except for people, the first line of each name counts."""

    def __init__(self, lines: list[str]) -> None:
        self.notes: list[str] = []
        self._rows: dict[str, list[ContentLine]] = {}
        for line in lines:
            row = ics_lines.parse_line(line)
            if row is not None:
                self._rows.setdefault(row.name, []).append(row)

    def __contains__(self, name: str) -> bool:
        return name in self._rows

    def all(self, name: str) -> list[ContentLine]:
        return self._rows.get(name, [])

    def line(self, name: str) -> ContentLine | None:
        return next(iter(self.all(name)), None)

    def text(self, name: str) -> str | None:
        row = self.line(name)
        text = ics_text.strip_controls(row.text)[:MAX_TEXT_LENGTH] if row is not None else ""
        return text if text.strip() else None

    def word(self, name: str) -> str | None:
        return (self.text(name) or "").strip().upper() or None


@dataclass
class _Reading:
    problems: list[str] = field(default_factory=list)
    events: list[CalendarEvent] = field(default_factory=list)


def read(data: bytes) -> ParsedCalendar:
    """Return the events of a calendar file. Never raises, and never invents a start."""
    if len(data) > MAX_BYTES:
        return _unreadable(
            f"The file is larger than {MAX_BYTES // 1_000_000} MB. Export only this event, or a shorter range."
        )
    parts = ics_parts.PartCollector()
    parts.read(ics_text.unfold_lines(ics_text.decode(data)))
    if not parts.calendars:
        return _unreadable(_no_calendar(data))
    reading = _Reading(parts.problems)
    for part in parts.calendars:
        _read_part(part, reading)
    if not reading.events and not reading.problems:
        reading.problems.append(_no_events(parts.calendars))
    method = next((part.method for part in parts.calendars if part.method), None)
    method = method or next((event.method for event in reading.events if event.method), None)
    return ParsedCalendar(bool(reading.events), method, tuple(reading.events), _truncated(reading.problems))


def _unreadable(sentence: str) -> ParsedCalendar:
    return ParsedCalendar(False, problems=(sentence,))


def _no_calendar(data: bytes) -> str:
    what = ics_text.detect_other_format(data)
    if what == "empty":
        return "The file is empty."
    return f"This is {what or 'no calendar file'}: it has no line BEGIN:VCALENDAR."


def _no_events(parts: list[ics_parts.CalendarPart]) -> str:
    others = sorted({name for part in parts for name in part.others})
    return f"This calendar has no events{', only ' + ', '.join(others) if others else ''}."


def _truncated(problems: list[str]) -> tuple[str, ...]:
    more = len(problems) - MAX_PROBLEMS
    return (*problems[:MAX_PROBLEMS], *([f"And {more} more like these."] if more > 0 else []))


def _read_part(part: ics_parts.CalendarPart, reading: _Reading) -> None:
    zones = ics_zones.ZoneResolver(part.zones)
    if part.found > len(part.events):
        reading.problems.append(f"Only the first {len(part.events)} of its {part.found} events were read.")
    for place, lines in enumerate(part.events, start=1):
        found = _EventLines(lines)
        name = f"Event {place}" + (f" (“{summary[:60]}”)" if (summary := found.text("SUMMARY")) else "")
        try:
            reading.events.append(_event(found, zones, part.method))
        except ics_zones.UnusableTime as unusable:
            reading.problems.append(f"{name} was left out: {unusable}.")
        else:
            reading.problems += [f"{name}: {note}." for note in found.notes]


def _event(found: _EventLines, zones: ics_zones.ZoneResolver, method: str | None) -> CalendarEvent:
    line = found.line("DTSTART")
    if line is None:
        raise ics_zones.UnusableTime("it has no usable start (DTSTART)")
    start, zone = zones.moment(line)
    end = _end(found, start, zones)
    if _is_flagged_all_day(found):
        start, end, zone = _day_of(start), end and _day_of(end), None
    if zone and isinstance(start, datetime) and start.tzinfo is None:
        found.notes.append(f"its time zone “{zone[:60]}” is not known, so its time stands without one")
    return CalendarEvent(
        uid=found.text("UID"),
        sequence=_sequence(found),
        summary=found.text("SUMMARY"),
        status=found.word("STATUS"),
        starts_at=start,
        ends_at=end,
        time_zone=zone[:MAX_TEXT_LENGTH] if zone else None,
        series=ics_series.parse_series(found, zones),
        recurrence_id=_recurrence_id(found, zones),
        location=found.text("LOCATION"),
        link=ics_text.find_meeting_link(_link_texts(found)),
        organizer=next((parse_attendee(row) for row in found.all("ORGANIZER")), None),
        attendees=tuple(parse_attendee(row) for row in found.all("ATTENDEE")),
        stamp=_stamp(found, zones),
        method=found.word("METHOD") or method,
    )


def _end(found: _EventLines, start: datetime | date, zones: ics_zones.ZoneResolver) -> datetime | date | None:
    try:
        end = _stated_end(found, start, zones)
    except (ics_zones.UnusableTime, OverflowError, ValueError):
        found.notes.append("its end cannot be read")
        return None
    if end is None:
        return start if isinstance(start, datetime) else start + timedelta(days=1)
    if isinstance(end, datetime) != isinstance(start, datetime):
        found.notes.append("its start and end are not of one kind")
        return None
    if ics_zones.is_before(end, start):
        found.notes.append("it ends before it starts, so its end was left out")
        return None
    return end


def _stated_end(found: _EventLines, start: datetime | date, zones: ics_zones.ZoneResolver) -> datetime | date | None:
    end, duration = found.line("DTEND"), found.line("DURATION")
    if end is not None:
        return zones.moment(end)[0]
    if duration is None:
        return None
    by = vDuration.from_ical(duration.value.strip())
    if by % timedelta(days=1) and not isinstance(start, datetime):
        raise ics_zones.UnusableTime("hours after a whole day")
    return ics_zones.add_duration(start, by, exact="T" in duration.value.upper())


def _recurrence_id(found: _EventLines, zones: ics_zones.ZoneResolver) -> str | None:
    line = found.line("RECURRENCE-ID")
    try:
        told = zones.moment(line)[0] if line is not None else None
    except ics_zones.UnusableTime:
        return None
    if isinstance(told, datetime) and told.tzinfo is not None:
        told = told.astimezone(UTC)
    return told.isoformat() if told else None


def _stamp(found: _EventLines, zones: ics_zones.ZoneResolver) -> datetime | None:
    line = found.line("DTSTAMP")
    try:
        stamp = zones.moment(line)[0] if line is not None else None
    except ics_zones.UnusableTime:
        return None
    return stamp.astimezone(UTC) if isinstance(stamp, datetime) and stamp.tzinfo is not None else None


def _is_flagged_all_day(found: _EventLines) -> bool:
    """Return whether the file says that the event lasts whole days, however it writes their midnights."""
    return any(found.word(name) in ("TRUE", "1") for name in _ALL_DAY)


def _day_of(moment: datetime | date) -> date:
    """Return the day of this midnight, when its zone may be lost: before noon that day, else the next."""
    if not isinstance(moment, datetime):
        return moment
    return moment.date() + timedelta(days=1 if moment.hour >= 12 else 0)


def _sequence(found: _EventLines) -> int:
    value = (found.text("SEQUENCE") or "0").strip()
    try:
        number = int(value[:20])
    except ValueError:
        number = MAX_SEQUENCE + 1
    if number > MAX_SEQUENCE:
        found.notes.append("its SEQUENCE is no usable number and counts as 0")
        return 0
    return max(number, 0)


def _link_texts(found: _EventLines) -> list[str]:
    names = (
        "X-GOOGLE-CONFERENCE",
        "X-MICROSOFT-SKYPETEAMSMEETINGURL",
        "CONFERENCE",
        "URL",
        "LOCATION",
        "DESCRIPTION",
    )
    return [text for name in names if (text := found.text(name))]
