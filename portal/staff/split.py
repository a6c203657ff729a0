"""How a colleague's candidates are split over those who take over (docs/rules.md#hand-over)."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

BY_FIELD, BY_NAME, EVENLY = "field", "name", "even"
SPLITS = (BY_FIELD, BY_NAME, EVENLY)


@dataclass(frozen=True)
class Held:
    """A candidate to hand over; `tasks` is how many contact requests, notes, and cards come along."""

    id: uuid.UUID
    last_name: str
    office_id: uuid.UUID | None = None
    field_id: uuid.UUID | None = None
    tasks: int = 0


@dataclass(frozen=True)
class Successor:
    """A colleague who takes over, their office, and the fields in which they have candidates already."""

    id: uuid.UUID
    office_id: uuid.UUID | None = None
    field_ids: Collection[uuid.UUID] = ()


def split(held: Iterable[Held], successors: Sequence[Successor], how: str) -> dict[uuid.UUID, uuid.UUID]:
    """Return, by each candidate's id, the id of the successor who gets them; nothing where there is no successor."""
    if not successors:
        return {}
    if how == EVENLY:
        return _evenly(held, successors)
    return _by_last_name(held, successors) if how == BY_NAME else _by_office_and_field(held, successors)


def _evenly(held: Iterable[Held], successors: Sequence[Successor]) -> dict[uuid.UUID, uuid.UUID]:
    """Deal the candidates out in turn, those with the most tasks first, so that tasks are spread too."""
    dealt = sorted(held, key=lambda row: (-row.tasks, row.last_name.casefold(), row.id))
    return {row.id: successors[place % len(successors)].id for place, row in enumerate(dealt)}


def _by_last_name(held: Iterable[Held], successors: Sequence[Successor]) -> dict[uuid.UUID, uuid.UUID]:
    """Cut the alphabet into ranges of about the same number; people with one last name stay together."""
    names = sorted(held, key=lambda row: (row.last_name.casefold(), row.id))
    given: dict[uuid.UUID, uuid.UUID] = {}
    start = 0
    for place, successor in enumerate(successors, start=1):
        end = max(start, round(len(names) * place / len(successors)))
        while 0 < end < len(names) and names[end].last_name.casefold() == names[end - 1].last_name.casefold():
            end += 1
        given |= {row.id: successor.id for row in names[start:end]}
        start = end
    return given


def _by_office_and_field(held: Iterable[Held], successors: Sequence[Successor]) -> dict[uuid.UUID, uuid.UUID]:
    """Give each office's field as a whole to one colleague, the largest first.

    Whoever works in that office comes first, then who has candidates in that field, then who got the fewest so far.
    """
    groups: dict[tuple[uuid.UUID | None, uuid.UUID | None], list[Held]] = {}
    for row in held:
        groups.setdefault((row.office_id, row.field_id), []).append(row)
    got: Counter[uuid.UUID] = Counter()
    given: dict[uuid.UUID, uuid.UUID] = {}
    for (office, field), rows in sorted(groups.items(), key=lambda group: (-len(group[1]), str(group[0]))):
        chosen = min(
            successors,
            key=lambda one: (office not in (None, one.office_id), not _knows(one, field), got[one.id]),
        )
        got[chosen.id] += len(rows)
        given |= {row.id: chosen.id for row in rows}
    return given


def _knows(successor: Successor, field: uuid.UUID | None) -> bool:
    return field is None or field in successor.field_ids
