"""Who is expected at two interviews at once, in words."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext

from portal.calendar.queries import PersonThere
from portal.calendar.rules import CANDIDATE, Booking, Conflict, find_conflicts
from portal.web.calendar.events import Event
from portal.web.shared import formatting

People = Mapping[uuid.UUID, Sequence[PersonThere]]


@dataclass(frozen=True)
class ConflictLine:
    """Who is expected twice, in words, and the first of the interviews."""

    sentence: str
    interview_id: uuid.UUID


def conflicts_of(events: Sequence[Event], people: People) -> list[Conflict]:
    """Return the conflicts among these interviews."""
    bookings = [
        Booking(
            event.of.id,
            event.of.starts_at,
            event.of.ends_at,
            event.of.candidate_id,
            frozenset(person.contact_id for person in people.get(event.of.id, ())),
        )
        for event in events
    ]
    return find_conflicts(bookings)


def with_conflicts(events: Sequence[Event], conflicts: Sequence[Conflict], people: People) -> list[Event]:
    """Return the interviews, each saying where else someone of it is expected."""
    by_id = {event.of.id: event for event in events}
    said: dict[uuid.UUID, list[str]] = defaultdict(list)
    for conflict in conflicts:
        for row_id in conflict.ids:
            said[row_id] += [_also(conflict, by_id[other], people) for other in conflict.ids if other != row_id]
    return [replace(event, also=tuple(said[event.of.id])) for event in events]


def conflict_lines(events: Sequence[Event], conflicts: Sequence[Conflict], people: People) -> list[ConflictLine]:
    """Return a sentence for each conflict."""
    by_id = {event.of.id: event for event in events}
    return [
        ConflictLine(_sentence(conflict, by_id[conflict.ids[0]], people), conflict.ids[0]) for conflict in conflicts
    ]


def _sentence(conflict: Conflict, first: Event, people: People) -> str:
    values = {"count": len(conflict.ids), "day": formatting.short_day_of(first.of.starts_at)}
    if conflict.kind == CANDIDATE:
        name = first.of.candidate
        return gettext("%(name)s has %(count)s interviews at the same time on %(day)s", name=name, **values)
    name = _name_of(conflict.who, people[first.of.id])
    return gettext("%(name)s is expected at %(count)s interviews at the same time on %(day)s", name=name, **values)


def _also(conflict: Conflict, other: Event, people: People) -> str:
    when = formatting.clock_time(other.of.starts_at)
    if conflict.kind == CANDIDATE:
        return gettext("Also at %(employer)s, %(time)s", employer=other.of.employer, time=when)
    name = _name_of(conflict.who, people[other.of.id])
    return gettext("%(name)s also meets %(candidate)s, %(time)s", name=name, candidate=other.of.candidate, time=when)


def _name_of(contact_id: uuid.UUID, there: Sequence[PersonThere]) -> str:
    return next(person.name for person in there if person.contact_id == contact_id)
