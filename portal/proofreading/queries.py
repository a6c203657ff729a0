"""Questions about what is not flagged: a candidate's dictionary, and the issues dismissed in a note."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.proofreading.models import DictionaryWord, DismissedIssue


def dictionary_words(session: Session, candidate_id: uuid.UUID) -> Sequence[DictionaryWord]:
    """Return the words that this candidate added to their dictionary, in alphabetical order."""
    return session.scalars(
        select(DictionaryWord)
        .where(DictionaryWord.candidate_id == candidate_id)
        .order_by(DictionaryWord.word_key, DictionaryWord.id)
    ).all()


def find_dictionary_word(session: Session, candidate_id: uuid.UUID, word_id: uuid.UUID) -> DictionaryWord | None:
    """Return one of the candidate's dictionary words."""
    return session.scalar(
        select(DictionaryWord).where(DictionaryWord.candidate_id == candidate_id, DictionaryWord.id == word_id)
    )


def dismissed_issues(session: Session, note_id: uuid.UUID) -> Sequence[DismissedIssue]:
    """Return the issues dismissed in this note, the oldest first."""
    return session.scalars(
        select(DismissedIssue).where(DismissedIssue.note_id == note_id).order_by(DismissedIssue.at, DismissedIssue.id)
    ).all()
