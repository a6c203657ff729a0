"""How a note read before: kept while it is written, listed, and taken back."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.audit.actions import Actor
from portal.notes import queries
from portal.notes.models import Note, NoteVersion

MIN_INTERVAL = timedelta(minutes=5)
"""While somebody types, so often is kept how it read."""
LARGE_DELETION = 0.4
"""So much of a text gone at once is kept first, whenever the last version was."""
MAX_VERSIONS = 50


def is_due(last_at: datetime | None, old: str, new: str, now: datetime) -> bool:
    """Whether how the note read is worth keeping before it reads otherwise."""
    if not old.strip():
        return False
    return last_at is None or now - last_at >= MIN_INTERVAL or len(new) < len(old) * (1 - LARGE_DELETION)


def save_version(session: Session, note: Note, why: str, *, by: Actor, now: datetime) -> None:
    """How the note reads now is kept, unless the latest version is the same; of very many the oldest goes."""
    add(session, note, (note.subject, note.body), why, by=by, now=now)


def add(session: Session, note: Note, text: tuple[str, str], why: str, *, by: Actor, now: datetime) -> None:
    """A subject and a text stand among the versions, unless the latest is the same; of very many the oldest goes."""
    standing = queries.versions_of(session, note.id)
    if standing and (standing[0].subject, standing[0].body) == text:
        return
    session.add(NoteVersion(note_id=note.id, subject=text[0], body=text[1], why=why, at=now, by_id=by.account_id))
    for row in standing[MAX_VERSIONS - 1 :]:
        session.delete(row)
    session.flush()


def save_before_typing(session: Session, note: Note, new_body: str, *, by: Actor, now: datetime) -> None:
    """How the note read is kept if it is time to, or if much of it is about to go."""
    standing = queries.versions_of(session, note.id)
    if is_due(standing[0].at if standing else None, note.body, new_body, now):
        save_version(session, note, "typed", by=by, now=now)


def restore(session: Session, note: Note, version: NoteVersion, *, by: Actor, now: datetime) -> None:
    """The note reads as it did in this version; how it read until now is kept."""
    save_version(session, note, "restored", by=by, now=now)
    values = {"subject": version.subject, "body": version.body, "saved_at": now, "saved_from": None}
    audit.apply_change(session, "note.restore", note, values, by=by, now=now)
