"""What a debrief can say."""

from dataclasses import dataclass, field
from uuid import UUID

from portal.contacts.rules import Details
from portal.processes.rules import Pace

HELD, MOVED, CANCELLED, NO_SHOW = "held", "moved", "cancelled", "no_show"
TOOK_PLACE = (HELD, MOVED, CANCELLED, NO_SHOW)
"""The first answer: the interview was held, or why it was not."""


@dataclass(frozen=True)
class Told:
    """What was told of one person: an expected one (`person_id`), or somebody new (None)."""

    person_id: UUID | None
    details: Details
    met: bool
    talked_about: str | None = None
    clarify: str | None = None


@dataclass(frozen=True)
class Answers:
    """A whole debrief of an interview that was held."""

    people: tuple[Told, ...] = ()
    pace: Pace = field(default_factory=Pace)
