"""Calendar files as a table of interviews: one row for each event, with its candidate found by address or name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlalchemy.orm import Session

from portal.accounts.viewer import Viewer
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.exports.rules import INTERVIEWS as COLUMNS
from portal.exports.rules import format_people
from portal.imports.rules import CALENDARS
from portal.interviews.calendar_changes import UNKNOWN
from portal.interviews.prefill import InvitationPrefill, read_prefill
from portal.names.rules import name_without_titles
from portal.readers import ics
from portal.readers.ics import CalendarEvent, ParsedCalendar
from portal.readers.table import Table, TableRow
from portal.readers.table_limits import UnreadableTable

NOTE = "note"
"""The column that says why an event is none to import; no detail of an interview."""

MAX_EVENTS = 500
"""The most events of an import: each is looked up by itself."""


@dataclass(frozen=True)
class CalendarReader:
    """For whom calendar files are read: `zone` is that of times without one, `now` decides which time of a series."""

    session: Session
    viewer: Viewer
    zone: str
    now: datetime

    def table(self, files: Sequence[bytes]) -> Table:
        """Return one row for each event of the files, and one for each that cannot be read, which says why.

        Raise `UnreadableTable` where there is no event.
        """
        groups: dict[str, list[CalendarEvent]] = {}
        notes: list[str] = []
        for place, data in enumerate(files, 1):
            calendar = ics.read(data)
            notes += [f"Calendar {place}: {problem}" if len(files) > 1 else problem for problem in calendar.problems]
            for number, event in enumerate(calendar.events):
                groups.setdefault(event.uid or f"{len(groups)} {number}", []).append(event)
        if not groups:
            raise UnreadableTable(" ".join(notes))
        if len(groups) > MAX_EVENTS:
            raise UnreadableTable(f"These calendars have more than {MAX_EVENTS} events. Import fewer at a time.")
        return Table(CALENDARS, None, (*COLUMNS, NOTE), self._rows(list(groups.values()), notes))

    def _rows(self, groups: Sequence[Sequence[CalendarEvent]], notes: Sequence[str]) -> Iterator[TableRow]:
        number = 0
        for number, events in enumerate(groups, 1):
            calendar = ParsedCalendar(ok=True, events=tuple(events))
            found = read_prefill(self.session, self.viewer, calendar, zone=self.zone, now=self.now)
            if found.change.what == UNKNOWN:
                yield _note(number, f"“{found.change.event.summary or events[0].uid}” is canceled.")
            else:
                yield TableRow(number, number, (*self._cells(found), ""))
        yield from (_note(place, note) for place, note in enumerate(notes, number + 1))

    def _cells(self, found: InvitationPrefill) -> tuple[str, ...]:
        """Return the event's cells; a candidate or employer that is not known stays blank, for the preview to ask."""
        event, slot = found.change.event, found.change.slot
        people = [(person.name or person.email or "", person.email) for person in found.expected]
        candidate = found.candidate or self._named(found)
        values = {
            "candidate_email": candidate.email if candidate else "",
            "employer": found.employer.name if found.employer else "",
            "opening": event.summary or "",
            "starts_at": _moment(slot.starts_at, slot.time_zone) if slot else "",
            "ends_at": _moment(slot.ends_at, slot.time_zone) if slot else "",
            "time_zone": slot.time_zone if slot else "",
            "place": (slot.place or slot.link or "") if slot else "",
            "people": format_people([row for row in people if not candidate or row[0] != candidate.name]),
            "external_id": event.uid or "",
        }
        return tuple(values[name] for name in COLUMNS)

    def _named(self, found: InvitationPrefill) -> Candidate | None:
        """Return the only visible candidate with the name of someone invited; None where there is none or more."""
        written = [person.name for person in found.change.event.attendees if person.name]
        names = {(name_without_titles(name) or name).casefold() for name in written}
        alike = candidates.visible_to(self.viewer).where(func.lower(Candidate.name).in_(names))
        rows = self.session.scalars(alike.limit(2)).all() if names else ()
        return rows[0] if len(rows) == 1 else None


def _note(number: int, text: str) -> TableRow:
    """Return a row without an interview, that only says why."""
    return TableRow(number, number, (*[""] * len(COLUMNS), text))


def _moment(value: datetime, zone: str) -> str:
    return value.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")
