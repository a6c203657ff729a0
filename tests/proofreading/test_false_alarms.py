"""Two hundred ordinary notes have nothing wrong in them: how often something is pointed out all the same."""

from portal.drafts.rules import find_placeholders
from portal.notes.similarity import ComparedNote, find_similar_sentences, original_sentences
from portal.notes.specificity import missing_specifics
from portal.proofreading.proofreader import ReadingContext, proofread
from portal.proofreading.rules.issues import BLOCKING
from portal.proofreading.rules.known import name_words
from portal.proofreading.rules.names import NoteNames
from tests.proofreading.ordinary_notes import EMPLOYERS, PEOPLE, Ordinary, ordinary_notes

NOTES = ordinary_notes()
MOST = 3
"""Under two per cent of two hundred."""


def test_there_are_two_hundred_and_no_two_are_the_same() -> None:
    assert len({note.body for note in NOTES}) == 200


def test_grammar_spelling_and_names_are_let_pass_in_either_english() -> None:
    for english in ("us", "uk"):
        alarms = {note.body: found for note in NOTES if (found := _asked(note, english))}
        assert len(alarms) <= MOST, alarms


def _asked(note: Ordinary, english: str) -> list[str]:
    number = NOTES.index(note)
    others = tuple(name for name in (PEOPLE * 2)[number % 20 : number % 20 + 3] if name != note.person)
    elsewhere = tuple(name for name in EMPLOYERS[number % 10 :][:2] if name != note.employer)
    about = ReadingContext(
        english,
        name_words([note.person, note.employer, note.writer, *others]),
        NoteNames(note.person, note.employer, note.writer, others, elsewhere),
    )
    reading = proofread(note.body, about)
    assert reading.language is None, note.body
    return [issue.text for issue in reading.issues if issue.weight == BLOCKING]


def test_no_likeness_is_seen_where_no_sentence_is_shared() -> None:
    alarms = []
    for note, other in zip(NOTES, [*NOTES[7:], *NOTES[:7]], strict=True):
        names = [note.person, other.person, note.writer, other.writer]
        theirs = {sentence.plain for sentence in original_sentences(other.body, names)}
        found = find_similar_sentences(note.body, [ComparedNote(other.person, other.body)], names)
        if any(one.likeness < 100 for one in found) or len(found) > len(theirs):
            alarms.append((note.body, found))
    assert len(alarms) <= MOST, alarms


def test_no_note_is_taken_for_one_to_anybody() -> None:
    alarms = [note.body for note in NOTES if missing_specifics(note.body, [], [note.person, note.writer])]
    assert len(alarms) <= MOST, alarms


def test_nothing_in_them_is_taken_for_a_placeholder() -> None:
    assert [note.body for note in NOTES if find_placeholders(note.body)] == []
