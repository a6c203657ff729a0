"""Which interviews are at the same time, and how they stand side by side (docs/rules.md#calendar)."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

CANDIDATE, INTERVIEWER = "candidate", "interviewer"
LEAST_MINUTES = 30
"""The least that an interview takes up of a day, so that its name can be read."""


@dataclass(frozen=True)
class Booking:
    """What conflicts are found by: whose interview it is, who is there, and when, in UTC."""

    id: uuid.UUID
    starts_at: datetime
    ends_at: datetime
    candidate_id: uuid.UUID
    contact_ids: frozenset[uuid.UUID] = frozenset()


@dataclass(frozen=True)
class Conflict:
    """Someone who is expected at several interviews at once: a candidate or an interviewer, by the id of either.

    `ids` are the interviews, the earliest first.
    """

    kind: str
    who: uuid.UUID
    ids: tuple[uuid.UUID, ...]


@dataclass(frozen=True)
class Lane:
    """Where an interview stands among `count` side by side; 0 is the first."""

    place: int
    count: int


def find_conflicts(bookings: Sequence[Booking]) -> list[Conflict]:
    """Return who is expected at two interviews at once, the earliest first; one that ends as another starts is fine.

    Two interviews of one candidate are the candidate's conflict alone, whoever is there.
    """
    found: dict[tuple[str, uuid.UUID], list[list[uuid.UUID]]] = {}
    for one, other in _overlapping(bookings):
        for who in _in_both(one, other):
            _add_pair(found.setdefault(who, []), one.id, other.id)
    place = {row.id: (row.starts_at, row.id) for row in bookings}
    conflicts = [
        Conflict(kind, who, tuple(sorted(ids, key=place.__getitem__)))
        for (kind, who), groups in found.items()
        for ids in groups
    ]
    return sorted(conflicts, key=lambda conflict: (place[conflict.ids[0]], conflict.kind, conflict.who))


def lanes(spans: Sequence[tuple[int, int]]) -> list[Lane]:
    """Return where each interview of a day stands; `spans` are their minutes, sorted by the start.

    Interviews that overlap, also by way of a third, share the width equally.
    """
    placed: list[Lane] = []
    group: list[int] = []
    free_from: list[int] = []
    for starts, ends in [*spans, (24 * 60 * 2, 0)]:
        if free_from and starts >= max(free_from):
            placed += [Lane(place, len(free_from)) for place in group]
            group, free_from = [], []
        place = next((lane for lane, until in enumerate(free_from) if until <= starts), len(free_from))
        free_from[place : place + 1] = [max(ends, starts + LEAST_MINUTES)]
        group.append(place)
    return placed


def _overlapping(bookings: Sequence[Booking]) -> Iterator[tuple[Booking, Booking]]:
    """Yield each two that overlap, the earlier one first."""
    rows = sorted(bookings, key=lambda row: (row.starts_at, row.id))
    for place, one in enumerate(rows):
        for other in rows[place + 1 :]:
            if other.starts_at >= one.ends_at:
                break
            yield one, other


def _in_both(one: Booking, other: Booking) -> list[tuple[str, uuid.UUID]]:
    if one.candidate_id == other.candidate_id:
        return [(CANDIDATE, one.candidate_id)]
    return [(INTERVIEWER, contact_id) for contact_id in sorted(one.contact_ids & other.contact_ids)]


def _add_pair(groups: list[list[uuid.UUID]], one: uuid.UUID, other: uuid.UUID) -> None:
    """Add both to the group that has the earlier one, or begin a group."""
    group = next((ids for ids in groups if one in ids or other in ids), None)
    if group is None:
        groups.append([one, other])
    else:
        group += [row_id for row_id in (one, other) if row_id not in group]
