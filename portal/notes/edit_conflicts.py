"""Two windows on one note: the later one is told, and nothing of either is lost (docs/rules.md#windows)."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.audit.actions import Actor
from portal.core.errors import N_, ActionRefused
from portal.drafts import edit_conflicts as drafts
from portal.drafts.edit_conflicts import EditorTab
from portal.notes import versions
from portal.notes.models import Note


class EditConflict(ActionRefused):
    """The note was typed on in another window since this one was opened; both texts still stand."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "This note was changed in another window meanwhile. Both texts are below: "
                "take over what you want, and save again to put yours in its place."
            ),
            field="body",
        )


def has_conflict(note: Note, window: EditorTab, subject: str, body: str) -> bool:
    """Whether saving this would put a text in the place of one that this window has never shown."""
    return drafts.has_conflict((note.subject, note.body), note.saved_from, window, (subject, body))


def save_as_version(session: Session, note: Note, subject: str, body: str, *, by: Actor, now: datetime) -> None:
    """What was typed in a window that was left stands among the earlier versions; the note is as it was."""
    versions.add(session, note, (subject, body), "aside", by=by, now=now)
