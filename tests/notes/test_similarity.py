"""Notes compared sentence by sentence."""

import pytest

from portal.notes.similarity import (
    ComparedNote,
    find_overlap,
    find_similar_sentences,
    is_copy,
    original_sentences,
)

NAMES = ["Dana Ruiz", "Lee Park", "Ann Lee"]
DANA = """\
Dear Dana,

Thank you for taking the time to meet me on Tuesday. I enjoyed our conversation about the new packaging line and how \
you bring it up to speed. I look forward to hearing from you.

Kind regards,
Ann Lee"""
ALIKE = (
    ("I enjoyed our conversation about the new packaging line and how you bring it up to speed.", 100),
    ("I enjoyed our talk about the new packaging line and how you bring it up to speed.", 94),
    ("I very much enjoyed our conversation about the new packaging line, and how you brought it up to speed.", 90),
    ("Lee, I enjoyed our conversation about the new packaging line and how you bring it up to speed!", 100),
)
NOT_ALIKE = (
    "Dear Lee,",
    "Kind regards,\nAnn Lee",
    "I look forward to hearing from you.",
    "I look forward to hearing from you soon.",
    "Thank you for taking the time to meet me on Tuesday.",
    "Thank you so much for your time today.",
    "I enjoyed our conversation about the night shift and who covers for whom.",
    "I was glad to hear how you bring the new line up to speed.",
    "What you said about the audit stayed with me.",
    "",
)


@pytest.mark.parametrize(("sentence", "likeness"), ALIKE)
def test_one_sentence_alike_is_enough_to_be_named(sentence: str, likeness: int) -> None:
    (found,) = find_similar_sentences(
        f"Dear Lee,\n\nThe audit was new to me. {sentence}", [ComparedNote("Dana Ruiz", DANA)], NAMES
    )
    assert (found.name, found.text) == ("Dana Ruiz", sentence)
    assert found.their_text.startswith("I enjoyed our conversation about the new packaging line")
    assert found.likeness >= likeness
    assert found.same == (likeness == 100)


@pytest.mark.parametrize("body", NOT_ALIKE)
def test_formulas_and_other_words_do_not_count(body: str) -> None:
    assert find_similar_sentences(body, [ComparedNote("Dana Ruiz", DANA)], NAMES) == ()


def test_each_sentence_is_shown_with_the_one_it_is_most_like_and_where_it_stands() -> None:
    body = "I would begin with the oldest tickets. I enjoyed our talk about the new packaging line and its speed."
    near = ComparedNote("Dana Ruiz", "I enjoyed our talk about the new packaging line and the speed it has.")
    same = ComparedNote("Tom Becker", "I enjoyed our talk about the new packaging line and its speed.")
    (found,) = find_similar_sentences(body, [near, same], NAMES)
    assert (found.name, found.likeness) == ("Tom Becker", 100)
    assert body[found.start : found.end] == found.text


def test_what_was_talked_about_is_offered_instead() -> None:
    body = "I enjoyed our conversation about the new packaging line and how you bring it up to speed."
    facts = ["the new packaging line", "the night shift"]
    (found,) = find_similar_sentences(body, [ComparedNote("Dana Ruiz", DANA)], NAMES, facts)
    assert found.instead == "the night shift"
    assert (
        find_similar_sentences(body, [ComparedNote("Dana Ruiz", DANA)], NAMES, ["the new packaging line"])[0].instead
        is None
    )


def test_a_note_that_reads_like_the_first_one_to_the_same_person_says_so() -> None:
    body = "I enjoyed our conversation about the new packaging line and how you bring it up to speed."
    assert find_similar_sentences(body, [ComparedNote("Dana Ruiz", DANA, earlier=True)], NAMES)[0].earlier


def test_sentences_of_the_template_are_nobodys_own() -> None:
    template = """Dear {{ contact_first_name }},

Your plant in {{ employer }} left a lasting impression on everyone who visits it. I thought about \
[something you talked about] all the way home on the train. {{ my_name }}"""
    said = "Your plant in Acme Tools left a lasting impression on everyone who visits it."
    own = "I thought about the night shift all the way home on the train."
    body = f"Dear Lee,\n\n{said} {own}"
    theirs = [ComparedNote("Dana Ruiz", f"Dear Dana,\n\n{said} {own}")]
    assert [row.text for row in find_similar_sentences(body, theirs, NAMES)] == [said, own]
    assert [row.text for row in find_similar_sentences(body, theirs, NAMES, templates=[template])] == [own]


def test_a_long_template_is_compared_in_no_time() -> None:
    template = "We met {{ employer }} and {{ opening }} and {{ contact_name }} and {{ my_name }} at the gate. " * 5
    body = "We met " + "a and " * 200 + "left."
    assert len(find_similar_sentences(body, [ComparedNote("Dana Ruiz", body)], NAMES, templates=[template])) == 1


def test_a_copy_is_one_whoever_is_greeted() -> None:
    assert is_copy(DANA, DANA.replace("Dear Dana", "Hello Lee"), NAMES)
    assert not is_copy(DANA, DANA.replace("Tuesday", "Monday"), NAMES)
    assert not is_copy("", "", NAMES)


def test_own_sentences_are_what_is_left_of_a_note() -> None:
    assert [sentence.text for sentence in original_sentences(DANA, NAMES)] == [
        "I enjoyed our conversation about the new packaging line and how you bring it up to speed."
    ]


OTHERS = [ComparedNote("Dana Ruiz", DANA)]
OVERLAPS = [
    ("all of it", DANA.replace("Dana", "Lee"), (3, 3)),
    ("all but one", DANA.replace("I look forward", "The audit was new to me. I look forward"), (3, 4)),
    ("half", "Dear Lee,\n\nI look forward to hearing from you. The audit was new to me.", (1, 2)),
    ("less than half", "I look forward to hearing from you. The audit was new to me. So was the shift.", None),
    ("one sentence", "I look forward to hearing from you.", None),
    ("nothing", "", None),
]


@pytest.mark.parametrize(("case", "body", "expected"), OVERLAPS)
def test_from_half_of_its_sentences_on_a_note_is_said_to_be_as_another(
    case: str, body: str, expected: tuple[int, int] | None
) -> None:
    found = find_overlap(body, OTHERS, NAMES)
    assert (found and (found.shared, found.total)) == expected, case
    if found:
        assert "".join(text for text, _ in found.pieces) == body
        assert len([text for text, own in found.pieces if own]) == found.total - found.shared


def test_without_another_note_nothing_is_shared() -> None:
    assert find_overlap(DANA, [], NAMES) is None
