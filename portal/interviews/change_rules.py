"""What changed about an interview, as its candidate is emailed (docs/rules.md#change-notices)."""

from dataclasses import dataclass
from datetime import datetime

CANCELED, BACK_ON, MOVED, PLACE, PEOPLE = "canceled", "back_on", "moved", "place", "people"


@dataclass(frozen=True)
class KnownInterview:
    """What a candidate knows of an interview. Moments are UTC; `people` are the ids of the contacts expected."""

    starts_at: datetime
    ends_at: datetime
    time_zone: str
    place: str | None
    link: str | None
    is_on: bool
    people: frozenset[str]


@dataclass(frozen=True)
class Changes:
    """What is different: `codes` with the weightiest first, and the contacts who were added and removed, by id."""

    codes: tuple[str, ...]
    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.codes)


def changes_between(before: KnownInterview, now: KnownInterview) -> Changes:
    """Return what differs; of an interview that is off, and was, nothing does."""
    if not now.is_on:
        return Changes((CANCELED,) if before.is_on else ())
    added, removed = now.people - before.people, before.people - now.people
    different = {
        BACK_ON: not before.is_on,
        MOVED: (before.starts_at, before.ends_at) != (now.starts_at, now.ends_at),
        PLACE: (before.place, before.link) != (now.place, now.link),
        PEOPLE: bool(added or removed),
    }
    return Changes(tuple(code for code, differs in different.items() if differs), added, removed)


def is_worth_telling(before: KnownInterview, now: KnownInterview, at: datetime) -> bool:
    """Return whether a candidate can still act on a change at this moment: the interview was, or is, still ahead."""
    return max(before.ends_at, now.ends_at) > at
