"""What is done about issues: add a word to the dictionary, dismiss an issue, choose another English."""

import uuid

from portal.audit import actions as audit
from portal.candidates.models import Candidate
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.proofreading import queries
from portal.proofreading.models import DictionaryWord, DismissedIssue
from portal.proofreading.rules.issues import Issue
from portal.proofreading.rules.known import fold_for_comparison
from portal.proofreading.rules.languages import ENGLISH_VARIANTS

MAX_WORD_LENGTH, MAX_WORDS = 60, 500


def add_word(command: Command, candidate_id: uuid.UUID, word: str) -> DictionaryWord:
    """Add the word to the candidate's dictionary; return it, or the one that was added before."""
    plain = word.strip()
    if not plain or len(plain) > MAX_WORD_LENGTH or any(sign.isspace() for sign in plain):
        raise ActionRefused(N_("Enter one word."), field="body")
    standing = queries.dictionary_words(command.session, candidate_id)
    known = next((row for row in standing if row.word_key == fold_for_comparison(plain)), None)
    if known is not None:
        return known
    if len(standing) >= MAX_WORDS:
        raise ActionRefused(N_("The dictionary is full. Remove a word first."), field="body")
    row = DictionaryWord(
        candidate_id=candidate_id, word=plain, word_key=fold_for_comparison(plain), by_id=command.by.account_id
    )
    command.session.add(row)
    command.session.flush()
    audit.record(command, "dictionary_word.add", row)
    return row


def remove_word(command: Command, row: DictionaryWord) -> None:
    """Remove the word, so that it is checked again."""
    audit.record(command, "dictionary_word.remove", row)
    command.session.delete(row)
    command.session.flush()


def dismiss(command: Command, note_id: uuid.UUID, issue: Issue) -> None:
    """Dismiss the issue in this note, so that it is not shown there again."""
    if any(row.mark == issue.mark for row in queries.dismissed_issues(command.session, note_id)):
        return
    row = DismissedIssue(
        note_id=note_id, mark=issue.mark, code=issue.code, text=issue.text, at=command.now, by_id=command.by.account_id
    )
    command.session.add(row)
    command.session.flush()
    audit.record(command, "note.dismiss_issue", row)


def undo_dismissal(command: Command, row: DismissedIssue) -> None:
    """Undo the dismissal, so that the issue is shown again."""
    audit.record(command, "note.point_out_again", row)
    command.session.delete(row)
    command.session.flush()


def set_english(command: Command, candidate: Candidate, english: str) -> None:
    """Check what the candidate writes as this English, `us` or `uk`."""
    if english not in ENGLISH_VARIANTS:
        raise ActionRefused(N_("Choose American or British English."))
    audit.apply_change(command, "candidate.english", candidate, {"english": english})
