"""Which colleagues are notified of a request that no one has claimed by half of its target (docs/rules.md#requests)."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Colleague:
    """A person who can look for an address: whether they see all of the agency's candidates, and their office."""

    id: uuid.UUID
    owner: bool
    office: uuid.UUID | None


def escalation_recipients(
    colleagues: Iterable[Colleague],
    asked: Collection[uuid.UUID],
    offices: Collection[uuid.UUID],
    visibility: str,
    theirs: Collection[uuid.UUID] = (),
) -> tuple[uuid.UUID, ...]:
    """Return the ids of colleagues from the candidates' offices and of `theirs`; if there are none, the owners.

    `asked` were notified already; `offices` are those of the waiting candidates, and `theirs` their recruiters. If
    `visibility` is `own`, only owners from those offices count.
    """
    others = [row for row in colleagues if row.id not in asked]
    office = [row.id for row in others if row.office in offices and (visibility != "own" or row.owner)]
    near = [row.id for row in others if row.id in theirs or row.id in office]
    return tuple(near or [row.id for row in others if row.owner])
