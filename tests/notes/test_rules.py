"""When a note may go out, and what it has in common with another (docs/rules.md#notes)."""

import pytest

from portal.notes.rules import copied_lines, faults


@pytest.mark.parametrize(
    ("case", "subject", "body", "expected"),
    [
        ("whole", "Thank you", "Dear Dana, thank you.", []),
        ("no subject", " ", "Dear Dana", [("subject", "no_subject", "")]),
        ("no text", "Thank you", "\n", [("body", "empty", "")]),
        ("neither", "", "", [("subject", "no_subject", ""), ("body", "empty", "")]),
        ("a field left in the text", "Thank you", "Dear {{ name }}", [("body", "leftover", "{{ name }}")]),
        ("something left in the subject", "Thank you, ____", "Dear Dana", [("subject", "leftover", "____")]),
    ],
)
def test_a_note_goes_out_only_when_it_is_whole(
    case: str, subject: str, body: str, expected: list[tuple[str, str, str]]
) -> None:
    assert [(fault.field, fault.code, fault.text) for fault in faults(subject, body)] == expected, case


LONG = "It was a pleasure to talk with you about the new line."


@pytest.mark.parametrize(
    ("case", "body", "others", "expected"),
    [
        ("the same line", f"Dear Dana,\n{LONG}", [f"Dear Lee,\n  {LONG}"], (LONG,)),
        ("almost the same", LONG, [LONG.replace("new", "old")], (LONG,)),
        ("a short one may be the same", "Thank you for your time.", ["Thank you for your time."], ()),
        ("another line", LONG, ["What you said of night shifts has stayed with me since."], ()),
        ("nobody else's note", LONG, [], ()),
    ],
)
def test_lines_that_stand_in_another_note_are_found(
    case: str, body: str, others: list[str], expected: tuple[str, ...]
) -> None:
    assert copied_lines(body, others) == expected, case
