"""Earlier versions of a note: kept while it is written, listed, and restored."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.audit.actions import Actor
from portal.notes import queries
from portal.notes.models import Note, NoteVersion

MIN_INTERVAL = timedelta(minutes=5)
"""While someone types, a version is kept at most this often."""
LARGE_DELETION = 0.4
"""If at least this share of a text is deleted at once, a version is kept first, however recent the last one is."""
MAX_VERSIONS = 50


def is_due(last_at: datetime | None, old: str, new: str, now: datetime) -> bool:
    """Return whether to keep a version before the note changes from `old` to `new`."""
    if not old.strip():
        return False
    return last_at is None or now - last_at >= MIN_INTERVAL or len(new) < len(old) * (1 - LARGE_DELETION)


def save_version(session: Session, note: Note, why: str, *, by: Actor, now: datetime) -> None:
    """Keep the note's current text as a version, unless the latest one is the same; drop the oldest over the limit."""
    add(session, note, (note.subject, note.body), why, by=by, now=now)


def add(session: Session, note: Note, text: tuple[str, str], why: str, *, by: Actor, now: datetime) -> None:
    """Add a subject and a body to the versions, unless the latest is the same; drop the oldest over `MAX_VERSIONS`."""
    standing = queries.versions_of(session, note.id)
    if standing and (standing[0].subject, standing[0].body) == text:
        return
    session.add(NoteVersion(note_id=note.id, subject=text[0], body=text[1], why=why, at=now, by_id=by.account_id))
    for row in standing[MAX_VERSIONS - 1 :]:
        session.delete(row)
    session.flush()


def save_before_typing(session: Session, note: Note, new_body: str, *, by: Actor, now: datetime) -> None:
    """Keep the note's current text if a version is due, or if much of it is about to be deleted."""
    standing = queries.versions_of(session, note.id)
    if is_due(standing[0].at if standing else None, note.body, new_body, now):
        save_version(session, note, "typed", by=by, now=now)


def restore(session: Session, note: Note, version: NoteVersion, *, by: Actor, now: datetime) -> None:
    """Restore this version, and keep the text it replaces as a version."""
    save_version(session, note, "restored", by=by, now=now)
    values = {"subject": version.subject, "body": version.body, "saved_at": now, "saved_from": None}
    audit.apply_change(session, "note.restore", note, values, by=by, now=now)
