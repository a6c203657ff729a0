"""The parts of a calendar file that an invitation needs, however its BEGIN and END lines are nested or missing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

NEVER_NESTED = ("VEVENT", "VTIMEZONE")
"""Parts that are never nested: where one begins, the other has ended."""
MAX_CALENDARS = 200
MAX_EVENTS = 2_000
MAX_LINES = 1_000
MAX_ZONES = 500
_EDGE = re.compile(r"\s*(BEGIN|END):([A-Za-z0-9-]{1,40})\s*", re.IGNORECASE)
_WANTED = re.compile(
    r"(?:[A-Za-z0-9-]+\.)?(?:UID|SEQUENCE|SUMMARY|STATUS|DTSTAMP|DTSTART|DTEND|DURATION|RECURRENCE-ID|RRULE|RDATE|EXDATE|METHOD|"
    r"LOCATION|X-MICROSOFT-CDO-ALLDAYEVENT|X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT|X-FUNAMBOL-ALLDAY|ORGANIZER|ATTENDEE|URL|CONFERENCE|X-GOOGLE-CONFERENCE|X-MICROSOFT-SKYPETEAMSMEETINGURL|DESCRIPTION)[;:]",
    re.IGNORECASE,
)


@dataclass
class CalendarPart:
    """One VCALENDAR: the lines of each event and zone, what else it holds, and how many events were too many."""

    method: str | None = None
    events: list[list[str]] = field(default_factory=list)
    zones: list[list[str]] = field(default_factory=list)
    others: set[str] = field(default_factory=set)
    found: int = 0


class PartCollector:
    """What was found so far as the lines of a file are read; `problems` says what was missing or too much."""

    def __init__(self) -> None:
        self.calendars: list[CalendarPart] = []
        self.problems: list[str] = []
        self._open: list[str] = []
        self._events = 0

    def read(self, lines: Iterable[str]) -> None:
        """Read all the lines, and then close what is still open."""
        for line in lines:
            edge = _EDGE.fullmatch(line)
            if edge is None:
                self._property(line)
            elif edge[1].upper() == "BEGIN":
                self._begin(edge[2].upper(), line)
            else:
                self._end(edge[2].upper(), line)
            if len(self.calendars) > MAX_CALENDARS:
                self.calendars.pop()
                self.problems.append(f"Only the first {MAX_CALENDARS} calendars of the file were read.")
                return
        self._missing(self._open)

    def _begin(self, name: str, line: str) -> None:
        if name == "VCALENDAR":
            self._missing(self._open)
            self._open = [name]
            self.calendars.append(CalendarPart())
            return
        if not self._open:
            return
        place = (
            next((place for place, row in enumerate(self._open) if row in NEVER_NESTED), None)
            if name in NEVER_NESTED
            else None
        )
        if place is not None:
            self._missing(self._open[place:])
            del self._open[place:]
        if len(self._open) < 20:
            self._open.append(name)
        part = self.calendars[-1]
        if name == "VEVENT":
            self._event(part)
        elif name == "VTIMEZONE":
            part.others.add(name)
            part.zones += [[line]] if len(part.zones) < MAX_ZONES else []
        elif "VTIMEZONE" in self._open:
            self._keep(part.zones, line)
        elif len(part.others) < 10:
            part.others.add(name)

    def _event(self, part: CalendarPart) -> None:
        part.found += 1
        self._events += 1
        if self._events <= MAX_EVENTS:
            part.events.append([])

    def _end(self, name: str, line: str) -> None:
        if name not in self._open:
            return
        if "VTIMEZONE" in self._open:
            self._keep(self.calendars[-1].zones, line)
        place = self._open.index(name) if name in ("VCALENDAR", "VEVENT") else _last_index(self._open, name)
        self._missing(self._open[place + 1 :])
        del self._open[place:]

    def _property(self, line: str) -> None:
        if not self._open:
            return
        part, at = self.calendars[-1], self._open[-1]
        if at == "VEVENT" and part.found == len(part.events) and _WANTED.match(line):
            self._keep(part.events, line)
        elif "VTIMEZONE" in self._open:
            self._keep(part.zones, line)
        elif at == "VCALENDAR" and line[:7].upper() == "METHOD:":
            part.method = part.method or line[7:].strip().upper()[:40] or None

    def _keep(self, rows: list[list[str]], line: str) -> None:
        if rows and len(rows[-1]) < MAX_LINES:
            rows[-1].append(line)

    def _missing(self, names: list[str]) -> None:
        if names:
            ends = ", ".join(f"END:{name}" for name in reversed(names[-5:]))
            self.problems.append(f"The file breaks off: {ends} is missing.")


def _last_index(rows: list[str], name: str) -> int:
    return len(rows) - 1 - rows[::-1].index(name)
