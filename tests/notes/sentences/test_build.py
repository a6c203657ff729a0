"""Sentences built from recorded facts: the table in docs/sentences.md, and what it does not show."""

from pathlib import Path

import pytest

from portal.notes.sentences.build import NEWS_FRAMES, TOPIC_FRAMES, BuiltSentence, Reader, build_sentence
from portal.notes.sentences.facts import CLARIFY, PERSONAL_DETAIL, TALKED_ABOUT, Fact, split_answers
from portal.proofreading import harper
from portal.proofreading.rules.issues import HINTS

DOCS = Path(__file__).parents[3] / "docs" / "sentences.md"
ANSWERS = {"Talked about": TALKED_ABOUT, "Personal": PERSONAL_DETAIL, "To clarify": CLARIFY}
AISHA = Reader.of("Aisha Khan", "Umbra Foods")
CHIP = "chip"


def rows() -> list[tuple[str, str, list[str]]]:
    cells = [line.strip("| ").split(" | ") for line in DOCS.read_text().splitlines() if line.startswith("| ")]
    return [
        (ANSWERS[answer], recorded.replace("<br>", "\n"), sentences.split("<br>"))
        for answer, recorded, sentences in cells
        if answer in ANSWERS
    ]


def is_ordinary(word: str) -> bool:
    return bool(harper.ordinary_words([word], "us"))


def built(field: str, recorded: str, turn: int = 0) -> list[BuiltSentence | None]:
    return [build_sentence(fact, AISHA, is_ordinary, turn=turn) for fact in split_answers([(field, recorded)])]


@pytest.mark.parametrize(("field", "recorded", "sentences"), rows())
def test_a_fact_becomes_the_sentence_in_the_docs(field: str, recorded: str, sentences: list[str]) -> None:
    assert [made.text if made else CHIP for made in built(field, recorded)] == sentences


def test_the_table_has_enough_facts() -> None:
    assert len(rows()) >= 40
    assert sum(sentences == [CHIP] for _, _, sentences in rows()) >= 15


@pytest.mark.parametrize("sentence", sorted({one for *_, made in rows() for one in made if one != CHIP}))
def test_harper_flags_nothing_in_a_built_sentence(sentence: str) -> None:
    assert [issue for issue in harper.find_issues(sentence, "us") if issue.weight != HINTS] == []


@pytest.mark.parametrize("field", sorted(TOPIC_FRAMES))
def test_three_notes_after_one_interview_say_it_differently(field: str) -> None:
    made = [made.text for turn in range(3) for made in built(field, "the new lab", turn) if made]
    assert len(set(made)) == 3
    assert len(set(NEWS_FRAMES[field])) == 3


@pytest.mark.parametrize(
    "recorded",
    [
        "Crestline and how they forecast",
        "her boss and how he plans",
        "how she thinks they forecast",
        "the shifts and who runs them",
        "how they train people and how they leave",
        "hiking with Aisha",
        "she said he runs the lab",
        "he’s married to a chef",
    ],
)
def test_no_sentence_is_built_where_a_pronoun_may_be_somebody_else(recorded: str) -> None:
    assert built(TALKED_ABOUT, recorded) == [None]


@pytest.mark.parametrize("word", ["{{ my_name }}", "[something]", "<b>lab</b>", "a\u202eb", "\x00", "🙂", "—", "."])
def test_signs_that_are_no_words_are_never_built_around(word: str) -> None:
    assert [made for made in built(TALKED_ABOUT, word) if made] == []


def test_facts_are_the_lines_and_sentences_of_an_answer() -> None:
    told = "1. the new lab\n\n2) how they plan. The St. Louis plant"
    assert [fact.text for fact in split_answers([(TALKED_ABOUT, told), (CLARIFY, None)])] == [
        "the new lab",
        "how they plan.",
        "The St. Louis plant",
    ]


def test_the_same_fact_twice_is_one() -> None:
    assert split_answers([(TALKED_ABOUT, "robots\nrobots")]) == [Fact(TALKED_ABOUT, "robots")]
