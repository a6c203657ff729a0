"""What is found of the usual mistakes of thank-you notes, and how it is mended."""

import json
from pathlib import Path

import pytest

from portal.proofreading.proofreader import ReadingContext, proofread
from portal.proofreading.rules.issues import BLOCKING, Issue, apply_fix
from portal.proofreading.rules.known import name_words

CORPUS = Path(__file__).parent / "corpus"
MISTAKES = [json.loads(line) for line in (CORPUS / "usual_mistakes.jsonl").read_text("utf-8").splitlines()]
"""What is written, and the words that are wrong in it. The last six are found by nobody yet."""
LEAST_FOUND = 54
MENDED = (
    ("I look forward to hear from you.", "I look forward to hearing from you."),
    ("I am looking forward to meet you.", "I am looking forward to meeting you."),
    ("I look forward to get to know you.", "I look forward to getting to know you."),
    ("Thank you for take the time.", "Thank you for taking the time."),
    ("I am interested to join your team.", "I am interested in joining your team."),
    ("I enjoyed to see the plant.", "I enjoyed seeing the plant."),
    ("I'm interesting in the role.", "I'm interested in the role."),
    ("Thank you for you're help.", "Thank you for your help."),
    ("I hope your available on Friday.", "I hope you're available on Friday."),
    ("Its clear that you care.", "It's clear that you care."),
    ("There was many questions.", "There were many questions."),
    ("Me and my brother run a shop.", "My brother and I run a shop."),
    ("It is between you and I.", "It is between you and me."),
    ("Please advice.", "Please advise."),
    ("It was nice to met you.", "It was nice to meet you."),
    ("I work in this field for ten years.", "I have worked in this field for ten years."),
    ("Best regard,", "Best regards,"),
    ("You was very kind.", "You were very kind."),
)
RIGHT = (
    "I did it by myself.",
    "We talk about day to day business.",
    "I was interested to hear about the second line.",
    "Its goals are clear.",
    "The sensor I solved last year was fine.",
    "Thank you for your welcome.",
    "I can be reached at 555-0142 after three.",
    "I am honored to be one of the last two.",
    "I enjoyed every one of them.",
    "A window would have been shorter than my self-join.",
    "I have driven tandem and tri-axle trucks, and done sleep-ins.",
    "It was touching to see the thank-you cards on the wall.",
    'I hold 0.0002" on a regular basis.',
    "I was at Acme Co. earlier this week.",
    "Thank you for lending me the hard hat.",
    "Being a caregiver is hard work.",
    "My ACLS card is current.",
    "Thank you for the opportunity to teach 9B on Monday.",
    "I was moved by what Dr. Rosenquist said, and Ms. Osei too.",
)


def asked(text: str, english: str = "us") -> list[Issue]:
    return [
        issue
        for issue in proofread(text, ReadingContext(english, frozenset(), kind="subject")).issues
        if issue.weight == BLOCKING
    ]


@pytest.mark.parametrize(("text", "wrong"), [(one["text"], one["wrong"]) for one in MISTAKES if one["commonest"]])
def test_the_twenty_commonest_mistakes_are_all_found(text: str, wrong: str) -> None:
    assert wrong in [issue.text for issue in asked(text)]


def test_most_of_sixty_usual_mistakes_are_found() -> None:
    assert len(MISTAKES) == 60
    missed = [one["text"] for one in MISTAKES if one["wrong"] not in [issue.text for issue in asked(one["text"])]]
    assert len(missed) <= len(MISTAKES) - LEAST_FOUND, missed


@pytest.mark.parametrize(("wrong", "right"), MENDED)
def test_our_own_table_says_what_is_meant(wrong: str, right: str) -> None:
    issue = next(one for one in asked(wrong) if one.code.startswith("phrase."))
    assert apply_fix(wrong, issue, issue.fixes[0]) == right


@pytest.mark.parametrize("text", RIGHT)
def test_what_only_looks_like_a_mistake_is_let_pass(text: str) -> None:
    assert asked(text) == []


def test_a_known_name_is_no_mistake_however_it_is_written() -> None:
    text = "Dear Dr. Le Blanc,\n\nThank you for today.\n\nSam"
    about = ReadingContext("us", name_words(["Dolores Le Blanc", "Sam Reed"]), kind="subject")
    assert [issue.text for issue in proofread(text, about).issues] == []
    assert [issue.text for issue in asked(text)] != []


def test_each_side_of_the_atlantic_has_its_spelling() -> None:
    text = "The colour of the centre, and how you organise it."
    assert {issue.text for issue in asked(text, "us")} >= {"colour", "centre"}
    assert asked(text, "uk") == []


def test_places_are_those_of_the_text_whatever_stands_before() -> None:
    text = "Dear Zoë 👋🏽,\n\nI recieved it."
    issue = next(one for one in asked(text) if one.text == "recieved")
    assert text[issue.start : issue.end] == "recieved"
    assert issue.fixes[0] == "received"


def test_marks_of_markdown_are_letters_like_others() -> None:
    assert asked("# not a heading\n\nSee *this*, and `that`.") == []
    assert "recieved" in [issue.text for issue in asked("`I recieved it.`")]
