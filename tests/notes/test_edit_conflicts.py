"""One note open in two windows: the later one is told, and nothing that was typed in either is lost."""

from datetime import timedelta

import pytest

from portal.core.command import Command
from portal.drafts.edit_conflicts import EditorTab, text_digest
from portal.notes import actions as notes
from portal.notes import queries
from portal.notes.edit_conflicts import EditConflict, has_conflict, save_as_version
from portal.notes.models import Note
from tests.factories.firm import Firm

MINE, THEIRS = "Dear Dana, mine", "Dear Dana, theirs"


@pytest.fixture
def command(firm: Firm) -> Command:
    return firm.command()


@pytest.fixture
def note(firm: Firm, command: Command) -> Note:
    interview = firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz <d@acme.example>",))
    firm.debriefed(interview)
    return notes.begin(command, interview.people[0], "thank", {})


def opened(note: Note, token: str) -> EditorTab:
    return EditorTab(token, text_digest(note.subject, note.body))


@pytest.mark.parametrize(
    ("case", "read", "saved_in_tab", "typed", "expected"),
    [
        ("nobody else typed", "standing", None, MINE, False),
        ("somebody else typed", "before", "theirs", MINE, True),
        ("a recruiter took an earlier version back", "before", None, MINE, True),
        ("this window typed last", "before", "mine", MINE, False),
        ("both typed the same", "before", "theirs", THEIRS, False),
    ],
)
def test_who_is_told(case: str, read: str, saved_in_tab: str | None, typed: str, expected: bool) -> None:
    note = Note(subject="Thank you", body=THEIRS, saved_in_tab=saved_in_tab)
    texts = {"standing": THEIRS, "before": "Dear Dana"}
    window = EditorTab("mine", text_digest("Thank you", texts[read]))
    assert has_conflict(note, window, "Thank you", typed) is expected, case


def test_the_later_window_is_told_and_puts_its_own_in_place_once_it_has_seen_the_other(
    firm: Firm, note: Note, command: Command
) -> None:
    first, second = opened(note, "first"), opened(note, "second")
    notes.save(command, note, "Thank you", THEIRS, window=first)
    notes.save(command, note, "Thank you", THEIRS + "!", window=first)
    with pytest.raises(EditConflict):
        notes.save(command, note, "Thank you", MINE, window=second)
    assert note.body == THEIRS + "!"
    notes.save(command, note, "Thank you", MINE, window=opened(note, "second again"))
    assert note.body == MINE
    kept = [row.body for row in queries.versions_of(firm.session, note.id)]
    assert THEIRS + "!" in kept, "what was typed over is an earlier version"


def test_what_is_left_in_a_window_stands_among_the_versions(firm: Firm, note: Note, command: Command) -> None:
    save_as_version(command, note, "Thank you", MINE)
    save_as_version(command, note, "Thank you", MINE)
    assert [(row.reason, row.body) for row in queries.versions_of(firm.session, note.id) if row.reason == "aside"] == [
        ("aside", MINE)
    ]
    assert note.body != MINE
