"""What is done about what was pointed out: a word is one's own, an issue is left, another English is written."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.audit.actions import By
from portal.candidates.models import Candidate
from portal.core.errors import N_, Refused
from portal.proofreading import queries
from portal.proofreading.models import OwnWord, WavedIssue
from portal.proofreading.rules.issues import Issue
from portal.proofreading.rules.known import folded
from portal.proofreading.rules.languages import ENGLISHES

LONGEST, MOST = 60, 500


def add_word(session: Session, candidate_id: uuid.UUID, word: str, *, by: By, now: datetime) -> OwnWord:
    """The word is right in whatever the candidate writes; one that was added before is that one."""
    plain = word.strip()
    if not plain or len(plain) > LONGEST or any(sign.isspace() for sign in plain):
        raise Refused(N_("That is not one word."), field="body")
    standing = queries.own_words(session, candidate_id)
    known = next((row for row in standing if row.word_key == folded(plain)), None)
    if known is not None:
        return known
    if len(standing) >= MOST:
        raise Refused(N_("There is no room for more words of your own. Take one away first."), field="body")
    row = OwnWord(candidate_id=candidate_id, word=plain, word_key=folded(plain), by_id=by.account_id)
    session.add(row)
    session.flush()
    audit.record(session, "own_word.add", row, by=by, now=now)
    return row


def remove_word(session: Session, row: OwnWord, *, by: By, now: datetime) -> None:
    """The word is checked again."""
    audit.record(session, "own_word.remove", row, by=by, now=now)
    session.delete(row)
    session.flush()


def wave(session: Session, note_id: uuid.UUID, issue: Issue, *, by: By, now: datetime) -> None:
    """The issue is left as it is in this note, and is not pointed out there again."""
    if any(row.mark == issue.mark for row in queries.waved(session, note_id)):
        return
    row = WavedIssue(note_id=note_id, mark=issue.mark, code=issue.code, text=issue.text, at=now, by_id=by.account_id)
    session.add(row)
    session.flush()
    audit.record(session, "note.wave_issue", row, by=by, now=now)


def take_back(session: Session, row: WavedIssue, *, by: By, now: datetime) -> None:
    """What was left is pointed out again."""
    audit.record(session, "note.point_out_again", row, by=by, now=now)
    session.delete(row)
    session.flush()


def write_in(session: Session, candidate: Candidate, english: str, *, by: By, now: datetime) -> None:
    """What the candidate writes is read as this English, `us` or `uk`."""
    if english not in ENGLISHES:
        raise Refused(N_("Choose American or British English."))
    audit.change(session, "candidate.english", candidate, {"english": english}, by=by, now=now)
