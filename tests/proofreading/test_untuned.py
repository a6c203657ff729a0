"""What the checks make of lists they were not tuned on: alarms in ordinary notes, and usual mistakes found."""

from tests.proofreading.untuned import alarms, is_found, mistakes, notes

MOST_NOTES_WITH_AN_ALARM = 7
LEAST_FOUND = 76
"""As measured once the plain bugs that the notes showed were mended, 43 before; the mistakes are never tuned to."""


def test_few_ordinary_notes_are_asked_about() -> None:
    found = {note.body: asked for note in notes() if (asked := alarms(note))}
    assert len(notes()) == 200
    assert len(found) <= MOST_NOTES_WITH_AN_ALARM, [issue.text for asked in found.values() for issue in asked]


def test_most_of_a_hundred_usual_mistakes_are_found() -> None:
    missed = [one["text"] for one in mistakes() if not is_found(one)]
    assert len(mistakes()) == 100
    assert len(missed) <= 100 - LEAST_FOUND, missed
