"""What is done about the issues of a note: suggestions applied, placeholders filled, and what is kept as it is."""

from collections.abc import Collection

from portal.audit import actions as audit
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.drafts.edit_conflicts import EditorTab
from portal.notes import versions, worked_in
from portal.notes.actions import refuse_not_editable, save
from portal.notes.models import Note
from portal.notes.review import BUILT_SENTENCE, LocatedIssue, review_note
from portal.proofreading import actions as proofreading
from portal.proofreading.rules.issues import apply_fix


def apply_suggestion(command: Command, note: Note, mark: str, number: int, *, window: EditorTab | None = None) -> None:
    """Apply suggestion `number` of the issue with this mark, and keep a version of the text before it."""
    refuse_not_editable(note)
    pointed = review_note(command.session, note, note.subject, note.body, command.now).by_mark(mark)
    if pointed is None or not 0 <= number < len(pointed.issue.fixes):
        raise ActionRefused(N_("That’s already fixed."), field="body")
    versions.save_version(command, note, "typed")
    text = apply_fix(getattr(note, pointed.field), pointed.issue, pointed.issue.fixes[number])
    values = {pointed.field: text, "saved_at": command.now, "saved_in_tab": window.token if window else None}
    audit.apply_change(command, "note.save", note, values)


def dismiss_issue(command: Command, note: Note, text: tuple[str, str], mark: str) -> None:
    """Dismiss the issue with this mark in the note as it reads in `text`; do nothing if it is already gone."""
    refuse_not_editable(note)
    pointed = review_note(command.session, note, *text, command.now).by_mark(mark)
    if pointed is not None:
        proofreading.dismiss(command, note.id, pointed.issue)


def fix_spellings(command: Command, note: Note, *, window: EditorTab | None = None) -> int:
    """Apply the first suggestion for each word that looks misspelled; return how many words were changed."""
    refuse_not_editable(note)
    found = review_note(command.session, note, note.subject, note.body, command.now).misspelled
    if not found:
        return 0
    versions.save_version(command, note, "typed")
    text = {field: _with_fixes(getattr(note, field), field, found) for field in ("subject", "body")}
    values = text | {"saved_at": command.now, "saved_in_tab": window.token if window else None}
    audit.apply_change(command, "note.save", note, values)
    return len(found)


def fill_placeholder(command: Command, note: Note, placeholder: str, words: str) -> None:
    """Put these words in place of the placeholder, wherever the note has it; raise `ActionRefused` where it is gone."""
    if placeholder not in note.subject + note.body:
        raise ActionRefused(N_("That’s already filled in."))
    text = note.subject.replace(placeholder, words), note.body.replace(placeholder, words)
    save(command, note, *text, keep="saved")


def keep_as_written(command: Command, note: Note, marks: Collection[str]) -> None:
    """Dismiss those of the note's issues that have these marks and that its writer may keep."""
    refuse_not_editable(note)
    found = review_note(command.session, note, note.subject, note.body, command.now)
    for pointed in found.overridable:
        if pointed.issue.mark not in marks:
            continue
        if pointed.issue.code == BUILT_SENTENCE:
            worked_in.keep_sentence(command, note, pointed.issue.text)
        else:
            proofreading.dismiss(command, note.id, pointed.issue)


def _with_fixes(text: str, field: str, found: Collection[LocatedIssue]) -> str:
    """Return the text of this field with the first suggestion of each issue, the last one first: places stay right."""
    for pointed in sorted(found, key=lambda one: one.issue.start, reverse=True):
        if pointed.field == field:
            text = apply_fix(text, pointed.issue, pointed.issue.fixes[0])
    return text
