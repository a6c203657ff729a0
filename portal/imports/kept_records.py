"""The records that the undo of an import leaves, or would leave, by name, for the page that lists them."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, Employer
from portal.imports.models import ImportChange
from portal.interviews.models import Interview

SHOWN = 50


@dataclass(frozen=True)
class KeptRecord:
    """A record that stays: in which table, what it is called, and the code of why."""

    table: str
    record_id: uuid.UUID
    name: str
    why: str


def kept_records(session: Session, import_id: uuid.UUID) -> list[KeptRecord]:
    """Return the first records that stay, those of one table together."""
    kept = select(ImportChange).where(ImportChange.import_id == import_id, ImportChange.kept_because.is_not(None))
    changes = session.scalars(kept.order_by(ImportChange.table_name, ImportChange.id).limit(SHOWN)).all()
    names: dict[uuid.UUID, str] = {}
    for table in {one.table_name for one in changes}:
        names |= _names(session, table, [one.record_id for one in changes if one.table_name == table])
    return [
        KeptRecord(one.table_name, one.record_id, names[one.record_id], one.kept_because or "")
        for one in changes
        if one.record_id in names
    ]


def _names(session: Session, table: str, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    model, query = _NAMED[table]
    return {record_id: ", ".join(names) for record_id, *names in session.execute(query.where(model.id.in_(ids)))}


_NAMED: Mapping[str, tuple[Any, Any]] = {
    "candidates": (Candidate, select(Candidate.id, Candidate.name)),
    "employers": (Employer, select(Employer.id, Employer.name)),
    "contacts": (Contact, select(Contact.id, Contact.name, Employer.name).join(Contact.employer)),
    "applications": (
        Application,
        select(Application.id, Candidate.name, Employer.name).join(Application.candidate).join(Application.employer),
    ),
    "interviews": (
        Interview,
        select(Interview.id, Candidate.name, Employer.name)
        .join(Interview.application)
        .join(Application.candidate)
        .join(Application.employer),
    ),
}
