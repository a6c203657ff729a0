"""The undo of an import: delete what it created and restore what it changed, where no one has used it since."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.accounts.viewer import Viewer
from portal.audit import actions as audit
from portal.audit.models import AuditEvent
from portal.core.command import Command
from portal.core.db import Model, TenantModel
from portal.core.removal import delete_with_dependents, references_to
from portal.imports.created_rows import TRACKED
from portal.imports.kept_records import KeptRecord, kept_records
from portal.imports.models import Import, ImportChange
from portal.imports.plain import plain
from portal.imports.records import RECORDS
from portal.imports.rules import UNDONE
from portal.imports.tagging import take_off, unused
from portal.interviews.models import Interview, InterviewPerson
from portal.messaging.models import OutgoingMessage
from portal.tags import actions as tags
from portal.tags.models import CandidateTag, Tag

BATCH = 500
PREVIEWED = 1000
"""How many changes an undo shows before it is done; more would take a page too long."""

CHANGED_SINCE, USED_SINCE = "changed_since", "used_since"
"""Why a record stays: someone changed it after the import, or something else belongs to it now."""

DERIVED = {"steps", "reminders", "reminder_items", "contact_requests", "interview_people"}
"""Tables whose rows the portal makes by itself, or that are a part of what they name: they keep no record."""


def undo_batch(command: Command, _viewer: Viewer, row: Import) -> int:
    """Undo the next records: first what it created, those that belong to others before them, then what it changed."""
    for model in TRACKED:
        pending = _pending(command.session, row, model.__tablename__, created=True)
        if pending:
            _delete_created(command, row, model, pending)
            return len(pending)
    for model in TRACKED:
        pending = _pending(command.session, row, model.__tablename__, created=False)
        if pending:
            for change in pending:
                _restore(command, change)
            return len(pending)
    pending = _pending(command.session, row, CandidateTag.__tablename__, created=True)
    if pending:
        take_off(command, pending)
        for change in pending:
            change.undone_at = command.now
        return len(pending)
    _delete_unused_tags(command, row)
    _forget_unchanged(command, row)
    row.state, row.undone_at = UNDONE, command.now
    audit.record(command, "import.undone", row)
    return 0


@dataclass(frozen=True)
class UndoPreview:
    """What an undo would do: how many records of which table go or get their values back, and which stay, why."""

    removed: Counter[str]
    restored: Counter[str]
    kept: Counter[tuple[str, str]]
    stays: Sequence[KeptRecord]


def preview(command: Command, viewer: Viewer, row: Import) -> UndoPreview | None:
    """Return what an undo would do now, found by doing it and taking that back; None for a large import."""
    session = command.session
    changes = select(func.count()).select_from(ImportChange).where(ImportChange.import_id == row.id)
    if (session.scalar(changes) or 0) > PREVIEWED:
        return None
    rehearsal = session.begin_nested()
    while undo_batch(command, viewer, row):
        pass
    found = session.scalars(select(ImportChange).where(ImportChange.import_id == row.id)).all()
    result = UndoPreview(
        Counter(one.table_name for one in found if one.created and one.undone_at),
        Counter(one.table_name for one in found if one.before and one.undone_at),
        Counter((one.table_name, one.kept_because) for one in found if one.kept_because),
        kept_records(session, row.id),
    )
    rehearsal.rollback()
    session.expire_all()
    return result


def _pending(session: Session, row: Import, table: str, *, created: bool) -> Sequence[ImportChange]:
    """Return the next changes of this table that are neither undone nor kept, the latest first."""
    changes = select(ImportChange).where(ImportChange.import_id == row.id, ImportChange.table_name == table)
    kind = ImportChange.created if created else ImportChange.before != {}
    open_ = changes.where(kind, ImportChange.undone_at.is_(None), ImportChange.kept_because.is_(None))
    return session.scalars(open_.order_by(ImportChange.id.desc()).limit(BATCH)).all()


def _delete_created(command: Command, row: Import, model: type[TenantModel], pending: Sequence[ImportChange]) -> None:
    session = command.session
    ids = [change.record_id for change in pending]
    changed = _changed_by_others(session, row, model, ids)
    used = _used(session, model, ids)
    free = [one for one in ids if one not in changed and one not in used]
    unsent = OutgoingMessage.about_id.in_(free), OutgoingMessage.state == "queued"
    messages = session.scalars(select(OutgoingMessage.id).where(*unsent)).all()
    delete_with_dependents(session, OutgoingMessage, messages)
    delete_with_dependents(session, model, free)
    for change in pending:
        if change.record_id in changed:
            change.kept_because = CHANGED_SINCE
        elif change.record_id in used:
            change.kept_because = USED_SINCE
        else:
            change.undone_at = command.now
    session.flush()
    session.expire_all()


def _changed_by_others(
    session: Session, row: Import, model: type[TenantModel], ids: Sequence[uuid.UUID]
) -> set[uuid.UUID]:
    """Return the records that a person changed outside of this import; an interview also if its application was."""
    whole = {one: one for one in ids}
    if model is Interview:
        of_interviews = select(Interview.application_id, Interview.id).where(Interview.id.in_(ids))
        whole |= dict(session.execute(of_interviews).all())
    by_person = AuditEvent.actor_kind.in_(("account", "operator"))
    elsewhere = AuditEvent.origin.is_distinct_from(f"import:{row.id}")
    found = select(AuditEvent.subject_id).where(AuditEvent.subject_id.in_(whole), by_person, elsewhere)
    return {whole[subject_id] for subject_id in session.scalars(found)}


def _used(session: Session, model: type[TenantModel], ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Return the records that something else belongs to: what is left of this import, or what came later."""
    used = _named_elsewhere(session, model, ids)
    if model is Interview:
        people = select(InterviewPerson.id, InterviewPerson.interview_id).where(InterviewPerson.interview_id.in_(ids))
        whose = dict(session.execute(people).all())
        used |= {whose[one] for one in _named_elsewhere(session, InterviewPerson, list(whose))}
    return used


def _named_elsewhere(session: Session, model: type[TenantModel], ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    used: set[uuid.UUID] = set()
    for column in references_to(Model.metadata.tables[model.__tablename__]):
        if column.table.name not in DERIVED:
            used |= set(session.scalars(select(column).where(column.in_(ids)).distinct()))
    return used


def _restore(command: Command, change: ImportChange) -> None:
    """Give the record back the values from before, unless someone has changed them since."""
    record = RECORDS[change.table_name].find(command.session, change.record_id)
    if record is None or any(plain(getattr(record, code)) != change.after[code] for code in change.before):
        change.kept_because = CHANGED_SINCE
        return
    values = {code: _typed(type(record), code, value) for code, value in change.before.items()}
    RECORDS[change.table_name].update(command, record, values)
    change.undone_at = command.now


def _delete_unused_tags(command: Command, row: Import) -> None:
    """Delete the tags that this import added, but for those that someone has, or that a person changed since."""
    session = command.session
    added = select(ImportChange).where(ImportChange.import_id == row.id, ImportChange.table_name == Tag.__tablename__)
    changes = {change.record_id: change for change in session.scalars(added)}
    changed = _changed_by_others(session, row, Tag, list(changes))
    for tag in unused(session, changes.keys() - changed):
        changes[tag.id].undone_at = command.now
        tags.delete_tag(command, tag)


def _forget_unchanged(command: Command, row: Import) -> None:
    """Later imports compare no more with what this one gave records that it left as they were."""
    rest = update(ImportChange).where(ImportChange.import_id == row.id, ImportChange.created.is_(False))
    command.session.execute(rest.where(ImportChange.before == {}).values(undone_at=command.now))


def _typed(model: type[TenantModel], code: str, value: Any) -> Any:
    """Return the value as its column has it."""
    kind = getattr(model, code).type.python_type
    if value is None or kind is str:
        return value
    return datetime.fromisoformat(value) if kind is datetime else kind(value)
