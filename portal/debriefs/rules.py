"""What a debrief can contain, and the order of its questions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from portal.applications.rules import Pace
from portal.contacts.details import CONTACT_DETAILS, ContactDetails
from portal.contacts.rules import is_reachable

# The first answer: the interview took place, or why it did not.
HELD, MOVED, CANCELLED, NO_SHOW = "held", "moved", "cancelled", "no_show"

MAX_PEOPLE = 30
DETAIL_FIELDS = tuple(detail.name for detail in CONTACT_DETAILS)
CONVERSATION_FIELDS = ("talked_about", "clarify", "personal_detail")
FieldValues = Mapping[str, str]


@dataclass(frozen=True)
class PersonAnswers:
    """The answers about one person: one on the interview's list (`person_id`), or a new one (None).

    `debrief_person_id` identifies them during the debrief.
    """

    person_id: UUID | None
    details: ContactDetails
    met: bool
    talked_about: str | None = None
    clarify: str | None = None
    personal_detail: str | None = None
    debrief_person_id: UUID | None = None


@dataclass(frozen=True)
class DebriefAnswers:
    """A complete debrief of an interview that took place."""

    people: tuple[PersonAnswers, ...] = ()
    pace: Pace = field(default_factory=Pace)


@dataclass(frozen=True)
class PersonEntry:
    """One person in an unfinished debrief; `said` is what was typed, by field.

    `known` is what the agency knows of them; None for someone who was added.
    """

    id: UUID
    met: bool = True
    said: FieldValues = field(default_factory=dict)
    known: ContactDetails | None = None

    @property
    def name(self) -> str:
        """Their name: as the agency has it, else as it was typed."""
        return self.known.name if self.known else self.said.get("name", "")

    @property
    def lacking(self) -> tuple[str, ...]:
        """The names of the details that the agency does not know, and that are asked for."""
        return tuple(name for name in DETAIL_FIELDS if self.known is None or self.known.lacks(name))

    @property
    def is_reachable(self) -> bool:
        """Whether the agency already knows how to reach them."""
        return self.known is not None and is_reachable(self.known.confirmed_email, self.known.postal_address)

    def saying(self, more: FieldValues) -> "PersonEntry":
        """Return the entry with these typed values, too."""
        return replace(self, said={**self.said, **more})


@dataclass(frozen=True)
class DebriefScreen:
    """One question: whether it took place, who was there, the details of or the talk with one person, or the pace."""

    kind: str
    of: UUID | None = None


PARTS = {"start": 0, "people": 1, "details": 1, "talk": 2, "pace": 3}
"""The parts of a debrief, by kind of question: whoever is added makes smaller steps, not more parts."""
START, PEOPLE, PACE = DebriefScreen("start"), DebriefScreen("people"), DebriefScreen("pace")


def load_entries(kept: Mapping[str, Any], listed: Iterable[PersonEntry]) -> tuple[PersonEntry, ...]:
    """Return the people on the interview's list with the saved answers, then those who were added.

    Answers about someone who is no longer on the list are left out.
    """
    rows = {str(row.get("id")): row for row in _rows(kept)}
    found = [_with_saved(entry, rows.pop(str(entry.id), None)) for entry in listed]
    added = [
        PersonEntry(UUID(key), bool(row.get("met")), _field_values(row))
        for key, row in rows.items()
        if row.get("added")
    ]
    return (*found, *added)[:MAX_PEOPLE]


def serialize_entries(people: Iterable[PersonEntry]) -> list[dict[str, Any]]:
    """Return the entries as they are saved; `load_entries` reads them."""
    return [
        {"id": str(entry.id), "met": entry.met, "added": entry.known is None, "said": dict(entry.said)}
        for entry in people
    ]


def list_screens(people: Iterable[PersonEntry], here: DebriefScreen = START) -> tuple[DebriefScreen, ...]:
    """Return the questions in order, including `here` even if it would be skipped (docs/rules.md#debrief)."""
    met = [entry for entry in people if entry.met]
    details = [(entry, DebriefScreen("details", entry.id)) for entry in met]
    asked = [screen for entry, screen in details if not entry.is_reachable or here == screen]
    return (START, PEOPLE, *asked, *(DebriefScreen("talk", entry.id) for entry in met), PACE)


def progress(all_screens: Sequence[DebriefScreen], here: DebriefScreen) -> float:
    """Return how far the debrief is at this question, from 0 to the number of `PARTS`; each part has equal steps."""
    part = PARTS[here.kind]
    steps = [screen for screen in all_screens if PARTS[screen.kind] == part]
    return part + (steps.index(here) + 1 if here in steps else 1) / (len(steps) + 1)


def shares(reached: float) -> list[float]:
    """Return how much of each part of a debrief is done, from 0 to 1."""
    return [round(min(max(reached - part, 0), 1), 2) for part in sorted(set(PARTS.values()))]


def next_screen(all_screens: Sequence[DebriefScreen], here: DebriefScreen, by: int) -> DebriefScreen:
    """Return the question that many steps ahead or back, but not beyond the first or the last."""
    at = all_screens.index(here) if here in all_screens else 0
    return all_screens[min(max(at + by, 0), len(all_screens) - 1)]


def is_same_person(one: PersonEntry, name: str, email: str | None) -> bool:
    """Return whether the entry is the person with this address, or with this name if an address is missing."""
    own = (one.known.email if one.known else None) or one.said.get("email", "")
    if email and own:
        return email.casefold() == own.casefold()
    return " ".join(name.casefold().split()) == " ".join(one.name.casefold().split())


def is_saved(kept: Mapping[str, Any], person_id: UUID | None) -> bool:
    """Return whether the saved answers include this person."""
    return any(str(row.get("id")) == str(person_id) for row in _rows(kept))


def _rows(kept: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = kept.get("people")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _with_saved(entry: PersonEntry, row: Mapping[str, Any] | None) -> PersonEntry:
    return entry if row is None else replace(entry, met=bool(row.get("met")), said={**entry.said, **_field_values(row)})


def _field_values(row: Mapping[str, Any]) -> dict[str, str]:
    said = row.get("said")
    return (
        {name: str(said.get(name) or "") for name in (*DETAIL_FIELDS, *CONVERSATION_FIELDS)}
        if isinstance(said, dict)
        else {}
    )
