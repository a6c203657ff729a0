"""Where built sentences go in a letter."""

import pytest

from portal.notes.sentences.build import BuiltSentence
from portal.notes.sentences.facts import PERSONAL_DETAIL, TALKED_ABOUT, Fact
from portal.notes.sentences.letter import place_sentences, take_out

TALK = BuiltSentence(Fact(TALKED_ABOUT, "the lab"), "I enjoyed talking with you about the lab.", "the lab")
OWN = BuiltSentence(Fact(TALKED_ABOUT, "my lab"), "I enjoyed talking with you about my lab.", "my lab")
NEWS = BuiltSentence(Fact(TALKED_ABOUT, "they sail"), "It was good to hear that you sail.")
HOBBY = BuiltSentence(Fact(PERSONAL_DETAIL, "sails"), "It was nice to hear that you sail.")
END = "\n\nI hope to hear from you.\n\nBest regards,\nAnn"

PLACES: tuple[tuple[str, list[BuiltSentence], str], ...] = (
    ("Dear Dana,\n\nThanks. I liked our talk about [it], really." + END, [TALK, HOBBY],
     "Dear Dana,\n\nThanks. I liked our talk about the lab, really. It was nice to hear that you sail." + END),
    ("Dear Dana,\n\nI liked what you said about [it]." + END, [OWN], "Dear Dana,\n\n" + OWN.text + END),
    ("Dear Dana,\n\nI liked our talk about [it]. Thanks." + END, [NEWS],
     "Dear Dana,\n\n" + NEWS.text + " Thanks." + END),
    ("Dear Dana,\n\nThank you." + END, [TALK, HOBBY], f"Dear Dana,\n\nThank you. {TALK.text} {HOBBY.text}{END}"),
    ("Dear Dana,\n\nBest regards,\nAnn", [TALK], f"Dear Dana,\n\n{TALK.text}\n\nBest regards,\nAnn"),
    ("Dear Dana", [TALK], f"Dear Dana\n\n{TALK.text}"),
    ("Thank you.", [TALK], f"Thank you. {TALK.text}"),
    ("", [TALK], TALK.text),
    ("Dear Dana,\n\nI liked [it].", [], "Dear Dana,\n\nI liked [it]."),
)  # fmt: skip


@pytest.mark.parametrize(("body", "built", "expected"), PLACES)
def test_sentences_replace_the_words_asked_for_or_end_the_first_paragraph(
    body: str, built: list[BuiltSentence], expected: str
) -> None:
    assert place_sentences(body, built)[0] == expected


@pytest.mark.parametrize(("body", "built"), [row[:2] for row in PLACES])
def test_each_sentence_stands_in_the_letter_and_can_be_taken_out(body: str, built: list[BuiltSentence]) -> None:
    letter, placed = place_sentences(body, built)
    assert [one.built for one in placed] == built
    for one in placed:
        assert one.text in letter
        letter = take_out(letter, one.text)
    assert "\n\n\n" not in letter
    assert "  " not in letter
    assert not set(letter.split()) - set(body.split())
