"""Whether a note holds a word of the conversation."""

import pytest

from portal.notes.specificity import missing_specifics

FACTS = ["the new packaging line and how they bring it up to speed", "PLC training in 2027"]
CASES: tuple[tuple[str, list[str], str | None], ...] = (
    ("I liked what you said about packaging.", FACTS, None),
    ("I liked how you package it.", FACTS, None),
    ("My training took two weeks.", FACTS, None),
    ("I will be there in 2027.", FACTS, None),
    ("Thank you for your time and the friendly conversation.", FACTS, "no_word"),
    ("", FACTS, "no_word"),
    ("Thank you for your time. I look forward to hearing from you.", [], "nothing_own"),
    ("Thank you for your time. Your remark about torque wrenches made my day.", [], None),
    ("Thank you for your time.", ["about the team"], "nothing_own"),
    ("the new packaging lineDear Dana,\n\nThank you for your time.", FACTS, "no_word"),
    ("Dear Dana,\n\nThank you for your time. the new packaging line", FACTS, "no_word"),
    ("Thank you for your time.\n\nThe new packaging line and how they bring it up to speed.", FACTS, "no_word"),
    ("I really liked the new packaging line and how they bring it up to speed", FACTS, None),
    ("I liked the new packaging line.", FACTS, None),
)


@pytest.mark.parametrize(("body", "facts", "expected"), CASES)
def test_one_word_of_the_conversation_is_enough(body: str, facts: list[str], expected: str | None) -> None:
    assert missing_specifics(body, facts) == expected
