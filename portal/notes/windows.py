"""Two windows on one note: the later one is told, and nothing of either is lost (docs/rules.md#windows)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.audit.actions import By
from portal.core.errors import N_, Refused
from portal.drafts.windows import digest
from portal.notes import versions
from portal.notes.models import Note


@dataclass(frozen=True)
class Window:
    """The page that a text was typed on: its own `token`, and the `digest` of how the text read when it was opened."""

    token: str
    read: str


class WrittenElsewhere(Refused):
    """The note was typed on in another window since this one was opened; both texts still stand."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "This note was changed in another window meanwhile. Both texts are below: "
                "take over what you want, and save again to put yours in its place."
            ),
            field="body",
        )


def is_elsewhere(note: Note, window: Window, subject: str, body: str) -> bool:
    """Whether saving this would put a text in the place of one that this window has never shown."""
    standing = (note.subject, note.body)
    if standing == (subject, body) or note.saved_from == window.token:
        return False
    return digest(*standing) != window.read


def put_aside(session: Session, note: Note, subject: str, body: str, *, by: By, now: datetime) -> None:
    """What was typed in a window that was left stands among the earlier versions; the note is as it was."""
    versions.add(session, note, (subject, body), "aside", by=by, now=now)
