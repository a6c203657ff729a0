"""Two tabs open on one note: the later save is refused, and neither text is lost (docs/rules.md#windows)."""

from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.drafts import edit_conflicts as drafts
from portal.drafts.edit_conflicts import EditorTab
from portal.notes import versions
from portal.notes.models import Note


class EditConflict(ActionRefused):
    """The note was changed in another tab since this one was opened; both texts are still there."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "This note changed in another window. Both versions are below. Copy over what you want, "
                "then save again to keep yours."
            ),
            field="body",
        )


def has_conflict(note: Note, window: EditorTab, subject: str, body: str) -> bool:
    """Return whether saving this would overwrite a text that this tab has never shown."""
    return drafts.has_conflict((note.subject, note.body), note.saved_in_tab, window, (subject, body))


def save_as_version(command: Command, note: Note, subject: str, body: str) -> None:
    """Add the text typed in an abandoned tab to the note's versions; the note itself does not change."""
    versions.add(command, note, (subject, body), "aside")
