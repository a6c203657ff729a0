"""Earlier versions of a note: kept while it is written, listed, and restored."""

from datetime import datetime, timedelta

from portal.audit import actions as audit
from portal.core.command import Command
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


def save_version(command: Command, note: Note, reason: str) -> None:
    """Keep the note's current text as a version, unless the latest one is the same; drop the oldest over the limit."""
    add(command, note, (note.subject, note.body), reason)


def add(command: Command, note: Note, text: tuple[str, str], reason: str) -> None:
    """Add a subject and a body to the versions, unless the latest is the same; drop the oldest over `MAX_VERSIONS`."""
    standing = queries.versions_of(command.session, note.id)
    if standing and (standing[0].subject, standing[0].body) == text:
        return
    command.session.add(
        NoteVersion(
            note_id=note.id, subject=text[0], body=text[1], reason=reason, at=command.now, by_id=command.by.account_id
        )
    )
    for row in standing[MAX_VERSIONS - 1 :]:
        command.session.delete(row)
    command.session.flush()


def save_before_typing(command: Command, note: Note, new_body: str) -> None:
    """Keep the note's current text if a version is due, or if much of it is about to be deleted."""
    standing = queries.versions_of(command.session, note.id)
    if is_due(standing[0].at if standing else None, note.body, new_body, command.now):
        save_version(command, note, "typed")


def restore(command: Command, note: Note, version: NoteVersion) -> None:
    """Restore this version, and keep the text it replaces as a version."""
    save_version(command, note, "restored")
    values = {"subject": version.subject, "body": version.body, "saved_at": command.now, "saved_in_tab": None}
    audit.apply_change(command, "note.restore", note, values)
