"""What the checks make of lists they were not tuned on: alarms in ordinary notes, and usual mistakes found."""

from collections.abc import Callable

import pytest

from tests.proofreading.untuned import Untuned, alarms, is_found, later_notes, mistakes, notes, third_notes

LEAST_FOUND = 76
"""As first measured: no rule is made for these mistakes."""


@pytest.mark.parametrize(("some", "number", "most"), [(notes, 200, 1), (later_notes, 40, 1), (third_notes, 200, 27)])
def test_few_ordinary_notes_are_asked_about(some: Callable[[], list[Untuned]], number: int, most: int) -> None:
    found = {note.body: asked for note in some() if (asked := alarms(note))}
    assert len(some()) == number
    assert len(found) <= most, [issue.text for asked in found.values() for issue in asked]


def test_most_of_a_hundred_usual_mistakes_are_found() -> None:
    missed = [one["text"] for one in mistakes() if not is_found(one)]
    assert len(mistakes()) == 100
    assert len(missed) <= 100 - LEAST_FOUND, missed
