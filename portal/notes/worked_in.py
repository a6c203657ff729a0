"""What a candidate recorded, worked into the sentences of a thank-you, and marked until they have looked at it.

The rules that build the sentences are in `portal/notes/sentences` (docs/sentences.md).
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.agencies import queries as agencies
from portal.audit import actions as audit
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused, NotFound
from portal.interviews.models import Interview, InterviewPerson
from portal.notes import queries
from portal.notes.models import Note, WorkedInSentence
from portal.notes.sentences.build import BuiltSentence, Reader, build_sentence
from portal.notes.sentences.facts import FIELDS, Fact, split_answers
from portal.notes.sentences.letter import PlacedSentence, find_sentence, place_sentences
from portal.notes.specificity import share_mentioned
from portal.proofreading import harper
from portal.proofreading.rules.languages import detect_other_language, english_variant

MENTIONED = 0.6
"""A fact counts as used once the letter has at least this share of its words."""


@dataclass(frozen=True)
class WorkedIn:
    """What was recorded about one conversation, and what a letter makes of it.

    `marked` are the sentences to look at, in the order of the letter; `unused` the facts that it does not mention.
    """

    marked: tuple[WorkedInSentence, ...]
    unused: tuple[Fact, ...]


@dataclass(frozen=True)
class AddedWords:
    """What a fact puts into a letter: a built sentence, or its words as they were typed."""

    text: str
    is_built: bool


def recorded_facts(person: InterviewPerson) -> list[Fact]:
    """Return what the debrief says about this person, fact by fact."""
    return split_answers((name, getattr(person, name)) for name in FIELDS)


def fact_key(fact: Fact) -> str:
    """Return the short name of a fact that forms send."""
    return hashlib.sha256(f"{fact.field}\n{fact.text}".encode()).hexdigest()[:16]


def write_first_sentences(
    session: Session, person: InterviewPerson, kind: str, body: str
) -> tuple[str, tuple[PlacedSentence, ...]]:
    """Return a note's first text with one sentence for each answer about this person, and those sentences.

    The text is unchanged unless the note is a thank-you, in English.
    """
    if kind != "thank" or detect_other_language(body) is not None:
        return body, ()
    built: dict[str, BuiltSentence] = {}
    for fact in recorded_facts(person):
        sentence = None if fact.field in built else _build(session, person, fact)
        if sentence is not None:
            built[fact.field] = sentence
    return place_sentences(body, list(built.values()))


def record(command: Command, note: Note, placed: Sequence[PlacedSentence]) -> None:
    """Record that these sentences of the note were built from facts, so that they are marked."""
    for one in placed:
        _add(command, note, one.built.fact, one.text)


def forget(command: Command, note: Note) -> None:
    """Forget the built sentences of a note whose text is replaced."""
    for row in sentences_of(command.session, note.id):
        _remove(command, row)


def sentences_of(session: Session, note_id: uuid.UUID) -> Sequence[WorkedInSentence]:
    """Return the note's built sentences, also those that are no longer in it."""
    return session.scalars(
        select(WorkedInSentence).where(WorkedInSentence.note_id == note_id).order_by(WorkedInSentence.id)
    ).all()


def load(session: Session, note: Note, body: str) -> WorkedIn:
    """Return what a note with this text makes of what was recorded; nothing unless it is a thank-you."""
    if note.kind != "thank":
        return WorkedIn((), ())
    rows = sentences_of(session, note.id)
    there = {row.id: at for row in rows if (at := find_sentence(body, row.sentence)) >= 0}
    marked = [row for row in rows if row.id in there and row.reviewed_at is None]
    used = {(row.field, row.fact) for row in rows if row.id in there}
    unused = [fact for fact in recorded_facts(note.person) if (fact.field, fact.text) not in used]
    return WorkedIn(
        tuple(sorted(marked, key=lambda row: there[row.id])),
        tuple(fact for fact in unused if share_mentioned(body, fact.text) < MENTIONED),
    )


def add_sentence(command: Command, note: Note, key: str, body: str) -> AddedWords:
    """Return the sentence for the fact with this key, recorded as built, for a note that reads `body` so far.

    Where no rule fits, or the note is not in English, return the words as they were typed, and record nothing. Raise
    `ActionRefused` if the fact is no longer recorded, or the note can no longer be changed.
    """
    fact = next((fact for fact in recorded_facts(note.person) if fact_key(fact) == key), None)
    if fact is None or note.kind != "thank":
        raise ActionRefused(N_("That’s no longer recorded. Reload the page."))
    built = None if detect_other_language(body) else _build(command.session, note.person, fact)
    if built is None:
        return AddedWords(fact.text, is_built=False)
    for row in sentences_of(command.session, note.id):
        if (row.field, row.fact) == (fact.field, fact.text):
            _remove(command, row)
    _add(command, note, fact, built.text)
    return AddedWords(built.text, is_built=True)


def keep(command: Command, row: WorkedInSentence) -> None:
    """Record that this sentence was looked at and is right; its mark goes."""
    if row.reviewed_at is None:
        audit.apply_change(command, "note.keep_sentence", row, {"reviewed_at": command.now})


def keep_sentence(command: Command, note: Note, sentence: str) -> None:
    """Record that this sentence of the note was looked at, if it was built."""
    for row in sentences_of(command.session, note.id):
        if row.sentence == sentence:
            keep(command, row)


def drop(command: Command, row: WorkedInSentence) -> None:
    """Record that this sentence was taken out, so that its fact is offered again."""
    _remove(command, row)


def find_worked_in(session: Session, note: Note, row_id: str) -> WorkedInSentence:
    """Return this built sentence of the note; raise `NotFound` if there is none."""
    found = next((row for row in sentences_of(session, note.id) if str(row.id) == row_id), None)
    if found is None:
        raise NotFound("sentence")
    return found


def _build(session: Session, person: InterviewPerson, fact: Fact) -> BuiltSentence | None:
    interview: Interview = person.interview
    candidate = interview.application.candidate
    english = candidate.english or english_variant(candidate.time_zone, agencies.profile(session).country)
    return build_sentence(
        fact,
        Reader.of(person.contact.name, interview.application.employer.name),
        lambda word: bool(harper.ordinary_words([word], english)),
        turn=_turn(session, person),
    )


def _turn(session: Session, person: InterviewPerson) -> int:
    """Return how many thank-yous after this interview were begun before this person's."""
    others = [row for row in queries.thank_yous_of(session, person.interview_id) if row.person_id != person.id]
    return len(others)


def _add(command: Command, note: Note, fact: Fact, sentence: str) -> None:
    row = WorkedInSentence(note_id=note.id, field=fact.field, fact=fact.text, sentence=sentence, at=command.now)
    command.session.add(row)
    command.session.flush()
    audit.record(command, "note.work_in", row)


def _remove(command: Command, row: WorkedInSentence) -> None:
    audit.record(command, "note.take_out_sentence", row)
    command.session.delete(row)
    command.session.flush()
