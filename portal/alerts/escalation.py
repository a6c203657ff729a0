"""Who else is told of a request that nobody has taken by half of its target (docs/rules.md#requests)."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Colleague:
    """Somebody who can look for an address: whether they see all of the agency's candidates, and their office."""

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
    """The others of the candidates' offices; where there are none, or each sees only their own, the owners.

    `asked` were told already; `offices` are those of the candidates who wait, and `theirs` the recruiters of those.
    """
    others = [row for row in colleagues if row.id not in asked]
    office = [row.id for row in others if row.office in offices and (visibility != "own" or row.owner)]
    near = [row.id for row in others if row.id in theirs or row.id in office]
    return tuple(near or [row.id for row in others if row.owner])
