"""Two texts beside each other, line by line and word by word."""

import pytest

from portal.drafts.diff import DiffLine, DiffPart, LetterDiff, diff_letters, diff_lines, diff_words


def test_two_texts_are_compared_line_by_line() -> None:
    assert diff_lines("Dear you,\nthank you\nBye", "Dear you,\nthanks\nBye") == (
        DiffLine("same", "Dear you,"),
        DiffLine("gone", "thank you"),
        DiffLine("new", "thanks"),
        DiffLine("same", "Bye"),
    )


def test_a_line_that_changed_says_which_of_its_words_did() -> None:
    gone, came = diff_lines("I am glad to meet you.", "I am very glad to see you.")
    assert gone == DiffLine(
        "gone", "I am glad to meet you.", (("I am ", False), ("glad to ", False), ("meet ", True), ("you.", False))
    )
    assert [text for text, differs in came.parts if differs] == ["very ", "see "]
    assert "".join(text for text, _ in came.parts) == came.text


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("a\nb", "a\nb", ["same", "same"]),
        ("a\nb", "a\nc", ["same", "gone", "new"]),
        ("a\nb", "a", ["same", "gone"]),
        ("a", "a\nb", ["same", "new"]),
        ("a\nb", "c", ["gone", "gone", "new"]),
    ],
)
def test_what_stays_what_went_and_what_came_is_shown_in_order(before: str, after: str, kinds: list[str]) -> None:
    assert [line.kind for line in diff_lines(before, after)] == kinds


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (("Thanks", "a"), ("Thanks", "a"), None),
        (("Thanks", "a"), ("Thanks", "b"), LetterDiff((), (DiffLine("gone", "a"), DiffLine("new", "b")))),
        (
            ("Thanks", "a"),
            ("Hello", "a"),
            LetterDiff((DiffLine("gone", "Thanks"), DiffLine("new", "Hello")), (DiffLine("same", "a"),)),
        ),
    ],
)
def test_letters_differ_in_their_subject_or_body(
    old: tuple[str, str], new: tuple[str, str], expected: LetterDiff | None
) -> None:
    assert diff_letters(old, new) == expected


def test_many_lines_are_compared_without_end() -> None:
    old, new = "\n".join("ab" * 5_000), "\n".join("ba" * 5_000)
    assert "\n".join(line.text for line in diff_lines(old, new) if line.kind != "new") == old


def test_differences_are_told_word_by_word() -> None:
    parts = diff_words("Dear Dana, thank you.", "Dear Lee, thank you all.")
    assert parts[:3] == (DiffPart("same", "Dear "), DiffPart("gone", "Dana,"), DiffPart("new", "Lee,"))
    assert "".join(part.text for part in parts if part.kind != "new") == "Dear Dana, thank you."
    assert "".join(part.text for part in parts if part.kind != "gone") == "Dear Lee, thank you all."


def test_words_rewritten_one_after_the_other_are_one_difference() -> None:
    parts = diff_words("Thank you for today.\nBye", "I enjoyed it today.\nBye")
    assert parts[:2] == (DiffPart("gone", "Thank you for"), DiffPart("new", "I enjoyed it"))


def test_the_longest_texts_are_compared_too() -> None:
    old = " ".join("abcdefghij"[number % 7] for number in range(10_000))
    new = " ".join("abcdefghij"[number % 10] for number in range(10_000))
    parts = diff_words(old, new)
    assert "".join(part.text for part in parts if part.kind != "new") == old
    assert "".join(part.text for part in parts if part.kind != "gone") == new
