"""How a thank-you note sounds and how long it is: a table of hints, none of which holds a note back."""

import re
from collections.abc import Iterator

from portal.proofreading.rules.issues import HINTS, Issue, surrounding_words

MIN_WORDS, MAX_WORDS, MAX_SENTENCE_WORDS = 30, 220, 45

_TABLE = (
    ("slang", r"\b(?:gonna|wanna|gotta|kinda|awesome|super (?:cool|excited)|no worries|asap|btw|lol|u r)\b"),
    ("text_speak", r"\b(?:thx|tks|pls|plz|ur)\b|(?<![\w:/])[:;]-?[)D(]"),
    ("begging", r"\b(?:beg you|desperate(?:ly)?|need this job|please please|give me a chance|i really need)\b"),
    (
        "doubting",
        r"\b(?:i know i am not|i(?:'m| am) not (?:sure if i|qualified)|sorry (?:if|that) i|unfortunately i)\b",
    ),
    ("pressing", r"\b(?:you (?:have to|must)|when will you decide|i expect (?:a|an|your)|other offers?)\b"),
    ("impersonal", r"^(?:to whom it may concern|dear (?:sir or madam|sirs?|madam|hiring manager|all|team))\b"),
    ("shouting", r"!{2,}|\?{2,}|\b(?:[A-Z]{4,} ){2,}[A-Z]{4,}\b"),
    ("pay", r"\b(?:salary|my pay|vacation days|holiday allowance)\b"),
)
_HINTS = tuple(
    (code, re.compile(pattern, re.MULTILINE | (re.IGNORECASE if code != "shouting" else 0))) for code, pattern in _TABLE
)


def find_tone_hints(text: str, kind: str = "thank") -> Iterator[Issue]:
    """Yield hints about what may sound wrong; and for a `thank`, when it is very short or long."""
    for code, pattern in _HINTS:
        for found in pattern.finditer(text):
            yield _hint(text, code, *found.span())
    yield from _long_sentences(text)
    yield from _length(text, kind)


def _long_sentences(text: str) -> Iterator[Issue]:
    for found in re.finditer(r"[^.!?\n]+", text):
        words = len(found.group(0).split())
        if words > MAX_SENTENCE_WORDS:
            start = found.start() + len(found.group(0)) - len(found.group(0).lstrip())
            yield _hint(text, "long_sentence", start, found.end(), words=str(words))


def _length(text: str, kind: str) -> Iterator[Issue]:
    words = len(text.split())
    if 0 < words < MIN_WORDS and kind == "thank":
        yield _hint(text, "short", 0, 0, words=str(words))
    elif words > MAX_WORDS:
        yield _hint(text, "long", 0, 0, words=str(words))


def _hint(text: str, code: str, start: int, end: int, **values: str) -> Issue:
    beside = surrounding_words(text, start, end) if end else ""
    return Issue(start, end, text[start:end], f"tone.{code}", (), HINTS, "", beside, tuple(values.items()))
