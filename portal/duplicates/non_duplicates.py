"""Two similar candidates or contacts who are different people: said, so that no one is asked again, and undone."""

from typing import Any

from sqlalchemy import select

from portal.audit import actions as audit
from portal.candidates.models import Candidate, CandidateNonDuplicate
from portal.contacts.models import Contact, ContactNonDuplicate
from portal.core.command import Command
from portal.core.db import TenantModel

Person = Candidate | Contact
MODELS = {
    Candidate: ("candidate", CandidateNonDuplicate),
    Contact: ("contact", ContactNonDuplicate),
}
"""The kind and the table of pairs, by what the two are."""


def mark_not_duplicates(command: Command, one: Person, other: Person) -> None:
    """Record that the two are different people, so no one is asked; a second time changes nothing."""
    if one.id == other.id or _find(command, one, other) is not None:
        return
    kind, model = MODELS[type(one)]
    row = model(**_key(one, other), at=command.now, by_id=command.by.account_id)
    command.session.add(row)
    command.session.flush()
    audit.record(command, f"{kind}.mark_not_duplicates", row)


def undo_not_duplicates(command: Command, one: Person, other: Person) -> None:
    """Undo that the two are different people; where no one said so, change nothing."""
    row, kind = _find(command, one, other), MODELS[type(one)][0]
    if row is not None:
        audit.record(command, f"{kind}.undo_not_duplicates", row)
        command.session.delete(row)
        command.session.flush()


def _find(command: Command, one: Person, other: Person) -> TenantModel | None:
    return command.session.scalar(select(MODELS[type(one)][1]).filter_by(**_key(one, other)))


def _key(one: Person, other: Person) -> dict[str, Any]:
    first, second = sorted((one.id, other.id))
    return {f"{MODELS[type(one)][0]}_id": first, "other_id": second}
