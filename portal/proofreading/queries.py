"""What is let pass: a candidate's own words, and what was left in a note."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.proofreading.models import OwnWord, WavedIssue


def own_words(session: Session, candidate_id: uuid.UUID) -> Sequence[OwnWord]:
    """The words this candidate has said are right, by their letters."""
    return session.scalars(
        select(OwnWord).where(OwnWord.candidate_id == candidate_id).order_by(OwnWord.word_key, OwnWord.id)
    ).all()


def own_word(session: Session, candidate_id: uuid.UUID, word_id: uuid.UUID) -> OwnWord | None:
    """One of the candidate's own words."""
    return session.scalar(select(OwnWord).where(OwnWord.candidate_id == candidate_id, OwnWord.id == word_id))


def waved(session: Session, note_id: uuid.UUID) -> Sequence[WavedIssue]:
    """What was pointed out in this note and left as it is, the oldest first."""
    return session.scalars(
        select(WavedIssue).where(WavedIssue.note_id == note_id).order_by(WavedIssue.at, WavedIssue.id)
    ).all()
