"""Notes that came back to their writer: a recruiter returned one, or stopped it before it went out."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.rules import STAFF
from portal.accounts.viewer import Viewer
from portal.approvals import queries as approvals
from portal.approvals.models import Approval
from portal.approvals.rules import RETURNED
from portal.audit.models import AuditEvent
from portal.notes import queries as notes
from portal.notes.actions import RECALLED
from portal.notes.models import Note


@dataclass(frozen=True)
class NoteReturn:
    """Who returned a note, None where no one is named; `stopped` where it was recalled, and not changed since."""

    by: str | None
    stopped: bool = False


def notes_recalled_or_returned(viewer: Viewer) -> Select[Note]:
    """Return visible notes that are with their writer again after a return or a recall, the latest saved first."""
    returned = exists().where(
        Approval.agency_id == Note.agency_id, Approval.note_id == Note.id, Approval.decision == RETURNED
    )
    stopped = exists().where(
        AuditEvent.agency_id == Note.agency_id,
        AuditEvent.subject_kind == Note.__tablename__,
        AuditEvent.subject_id == Note.id,
        AuditEvent.action == RECALLED,
    )
    return notes.visible_to(viewer).where(Note.submitted_at.is_(None), or_(returned, stopped))


def returns_by_note(session: Session, rows: Collection[Note]) -> Mapping[uuid.UUID, NoteReturn]:
    """Return why each of these notes is with its writer again, by the note's id; notes that are not are left out."""
    theirs = {note.id: note for note in rows if not note.is_on_its_way}
    if not theirs:
        return {}
    last = approvals.last_approvals_by_note(session, theirs)
    found = {
        row.note_id: NoteReturn(row.decided_by.name if row.decided_by else None)
        for row in last.values()
        if row.decision == RETURNED
    }
    for note_id, (at, name) in _recalls_by_staff(session, theirs).items():
        decided = last[note_id].decided_at if note_id in last else None
        if at >= max(theirs[note_id].saved_at, decided or at):
            found[note_id] = NoteReturn(name, stopped=True)
    return found


def _recalls_by_staff(session: Session, note_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, tuple[datetime, str]]:
    """Return when and by whom each of these notes was last recalled, where staff did it."""
    rows = session.execute(
        select(AuditEvent.subject_id, AuditEvent.at, Account.name, Account.role)
        .join(Account, (Account.agency_id == AuditEvent.agency_id) & (Account.id == AuditEvent.actor_id))
        .where(AuditEvent.subject_kind == Note.__tablename__, AuditEvent.subject_id.in_(note_ids))
        .where(AuditEvent.action == RECALLED)
        .order_by(AuditEvent.at, AuditEvent.id)
    )
    last = {note_id: (at, name, role) for note_id, at, name, role in rows}
    return {note_id: (at, name) for note_id, (at, name, role) in last.items() if role in STAFF}
