"""What the checks make of lists they were not tuned on: alarms in ordinary notes, and usual mistakes found."""

from collections.abc import Callable
from functools import cache

import pytest

from portal.drafts.rules import find_placeholders
from portal.notes.similarity import ComparedNote, find_similar_sentences
from portal.notes.specificity import missing_specifics
from portal.proofreading.rules.issues import Issue
from tests.proofreading.held_out import HeldOutNote, alarms, is_found, later_notes, mistakes, notes, third_notes

LEAST_FOUND = 76
"""As first measured: no rule is made for these mistakes."""


@cache
def asked(some: Callable[[], list[HeldOutNote]]) -> dict[str, list[Issue]]:
    """What is asked about, by the note that it is in."""
    return {note.body: found for note in some() if (found := alarms(note))}


@pytest.mark.parametrize(("some", "number", "most"), [(notes, 200, 1), (later_notes, 40, 1), (third_notes, 200, 27)])
def test_few_ordinary_notes_are_asked_about(some: Callable[[], list[HeldOutNote]], number: int, most: int) -> None:
    assert len(some()) == number
    assert len(asked(some)) <= most, [issue.text for found in asked(some).values() for issue in found]


@pytest.mark.parametrize("some", [notes, later_notes, third_notes])
def test_no_name_in_them_is_taken_for_another_and_no_word_for_a_placeholder(
    some: Callable[[], list[HeldOutNote]],
) -> None:
    assert [issue for found in asked(some).values() for issue in found if issue.code.startswith("name")] == []
    assert [note.body for note in some() if find_placeholders(note.body)] == []
    assert [note.body for note in some() if missing_specifics(note.body, [], [note.contact, note.sender])] == []


@pytest.mark.parametrize("some", [later_notes, third_notes])
def test_no_two_of_them_are_taken_for_alike(some: Callable[[], list[HeldOutNote]]) -> None:
    written = some()
    for note, other in zip(written, [*written[7:], *written[:7]], strict=True):
        names = [note.contact, other.contact, note.sender, other.sender]
        assert find_similar_sentences(note.body, [ComparedNote(other.contact, other.body)], names) == (), note.body


def test_most_of_a_hundred_usual_mistakes_are_found() -> None:
    missed = [one["text"] for one in mistakes() if not is_found(one)]
    assert len(mistakes()) == 100
    assert len(missed) <= 100 - LEAST_FOUND, missed
