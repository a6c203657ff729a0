"""Which unknown words may be slips of the pen, and which are words of a trade."""

import pytest

from portal.proofreading.common_words import load_common_words
from portal.proofreading.proofreader import ReadingContext, proofread
from portal.proofreading.rules.issues import BLOCKING, HINTS, Issue
from portal.proofreading.rules.unfamiliar import CommonWords, downgrade_unfamiliar, is_likely_typo

WORDS = CommonWords(
    {"t": {"the", "thank", "team"}, "i": {"interview", "in"}, "f": {"fact"}, "y": {"you"}}, {"you", "in"}
)


@pytest.mark.parametrize(
    ("word", "slip"),
    [
        ("tha", True),
        ("hte", True),
        ("Thnak", True),
        ("thx", True),
        ("thxy", False),
        ("eam", False),
        ("intrview", True),
        ("inteviw", False),
        ("interveiws", True),
        ("nterview", False),
        ("intrvws", False),
        ("taem’s", True),
        ("garboard's", False),
        ("thankyou", True),
        ("infact", True),
        ("teamfact", False),
        ("inbox", False),
        ("garboard", False),
        ("", False),
        ("x", False),
    ],
)
def test_a_slip_is_near_an_everyday_word_or_joins_two(word: str, slip: bool) -> None:
    assert is_likely_typo(word, WORDS) is slip


def test_only_words_are_looked_at_and_nothing_is_lost() -> None:
    slip, trade, said = (
        Issue(0, 5, text, code, weight=BLOCKING)
        for text, code in (("thnak", "spelling"), ("garboard", "spelling"), ("garboard", "said"))
    )
    found = downgrade_unfamiliar([slip, trade, said], WORDS)
    assert [(issue.text, issue.weight) for issue in found] == [
        ("thnak", BLOCKING),
        ("garboard", HINTS),
        ("garboard", BLOCKING),
    ]
    assert found[1].mark == trade.mark, "what was left before is still left"


def test_two_words_that_were_joined_are_offered_apart_first() -> None:
    (issue,) = downgrade_unfamiliar([Issue(0, 8, "Thankyou", "spelling", ("Thank", "Thanked", "Thankful"))], WORDS)
    assert (issue.weight, issue.fixes) == (BLOCKING, ("Thank you", "Thank", "Thanked"))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Thank you for showing me the croquembouche.", []),
        ("Thank you for the intervew, and for the croquembouche.", ["intervew"]),
        ("It was definately worth the trip.", ["definately"]),
        ("I would like to thankyou for it.", ["thankyou"]),
    ],
)
def test_in_a_note_slips_are_asked_about_and_words_of_a_trade_are_not(text: str, asked: list[str]) -> None:
    issues = proofread(text, ReadingContext("us", frozenset(), kind="subject")).issues
    assert [issue.text for issue in issues if issue.weight == BLOCKING] == asked
    assert ("croquembouche" in text) == ("croquembouche" in [one.text for one in issues if one.weight == HINTS])


def test_everyday_words_are_the_same_from_both_lists() -> None:
    known = load_common_words()
    assert all(known.has(word) for word in ("interviewed", "appreciated", "the", "you"))
    assert not known.has("garboard")
    assert {"you", "in"} <= set(known.commonest)
