"""What of a text can be found, and what a typed text looks for: pure functions of text.

A record has grams: its words, folded, and every end of its phone numbers. What is typed is looked for as the beginning
of a gram. Where that finds too little, each typed word is also looked for as words that are spelled like it: a word has
forms, which are the word itself, the word without one letter, and its ends.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from portal.names import folding

MIN_LETTERS = 2
"""The fewest letters or digits that are searched for."""
MAX_TYPED, MAX_TYPED_WORDS = 100, 6
"""How much of a typed text is read."""
MIN_TYPO_LENGTH = 4
"""The length from which a typed word may be misspelled, or be the end of a word."""
MAX_WORD, MAX_WORDS, MAX_DIGITS = 40, 60, 20
SPELLED = 8
"""How many letters of a word, from its beginning, have to be spelled alike."""

_APOSTROPHES = str.maketrans("", "", "'’\u2018`\u00b4")
_WORD = re.compile(r"[^\W_]+")
_PHONE = re.compile(r"[\d\s()+./–-]+")
_PHONE_SIGN, _WITHOUT, _END = "#", "~", "@"
_MIN_DIGITS, _TAIL = 3, 8
LAST = "\U0010ffff"
"""Comes after every letter: what begins with `text` is from `text` to `text + LAST`."""


@dataclass(frozen=True)
class TypedWord:
    """One word of a typed text: `prefixes` are what a gram may begin with so that the word is in its record."""

    text: str
    prefixes: tuple[str, ...]
    spellings: tuple[str, ...]
    """What a form of a word may begin with so that the word is spelled like this one; empty for none."""


def fold(text: str) -> str:
    """Return the text without case, accents, and apostrophes, as far as letters have a plain form."""
    return folding.fold(text).translate(_APOSTROPHES)


def words_of(text: str) -> list[str]:
    """Return the folded words of the text, in its order; an email address is several words."""
    return [word[:MAX_WORD] for word in _WORD.findall(fold(text))]


def grams(text: str, phones: str) -> frozenset[str]:
    """Return what a record with this text and these phone numbers, one a line, is found by."""
    words = [word for word in words_of(text)[:MAX_WORDS] if len(word) >= MIN_LETTERS]
    return frozenset(words).union(*map(_ends_of_phone, phones.splitlines()))


def is_word(gram: str) -> bool:
    """Return whether the gram is a word that could be misspelled, and not a number."""
    return len(gram) >= MIN_TYPO_LENGTH - 1 and gram.isalpha()


def forms(word: str) -> frozenset[str]:
    """Return the forms under which a word is looked up where it was misspelled, or typed in part."""
    ends = {_END + word[at:] for at in range(1, len(word) - MIN_TYPO_LENGTH + 1)}
    return frozenset({word, *(_WITHOUT + shorter for shorter in _without_a_letter(word[:SPELLED])), *ends})


def typed_words(text: str) -> list[TypedWord]:
    """Return what a typed text looks for; empty where it is too short. A phone number is one word."""
    text = text[:MAX_TYPED]
    digits = _digits(text)
    if len(digits) >= _MIN_DIGITS and _PHONE.fullmatch(fold(text).strip()):
        return [TypedWord(digits, tuple(_PHONE_SIGN + part for part in _ways_to_dial(digits)), ())]
    words = list(dict.fromkeys(words_of(text)))[:MAX_TYPED_WORDS]
    long = [word for word in words if len(word) >= MIN_LETTERS]
    return [_typed_word(word) for word in long]


def _typed_word(word: str) -> TypedWord:
    if word.isdecimal() and len(word) >= _MIN_DIGITS:
        return TypedWord(word, (word, _PHONE_SIGN + word), ())
    return TypedWord(word, (word,), tuple(_spellings(word)) if len(word) >= MIN_TYPO_LENGTH and is_word(word) else ())


def _spellings(word: str) -> Iterator[str]:
    """Yield what the forms of a word like this one begin with, whichever of the two has the letter too many."""
    begin = word[:SPELLED]
    yield from (_END + word, _WITHOUT + begin)
    for shorter in _without_a_letter(begin):
        yield from (shorter, _WITHOUT + shorter)


def _without_a_letter(word: str) -> list[str]:
    return list(dict.fromkeys(word[:at] + word[at + 1 :] for at in range(len(word))))


def _digits(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if sign.isascii() and sign.isdigit())


def _ends_of_phone(phone: str) -> Iterator[str]:
    """Yield every end of the number, so that any part of it begins one of them."""
    digits = _digits(phone)[:MAX_DIGITS]
    return (_PHONE_SIGN + digits[at:] for at in range(len(digits) - _MIN_DIGITS + 1))


def _ways_to_dial(digits: str) -> list[str]:
    """Return the number as typed, without the zeros or the one that it is dialed with, and its last digits."""
    bare = digits.lstrip("0")
    ways = [digits[:MAX_DIGITS], bare[:MAX_DIGITS], bare.removeprefix("1"), bare[-_TAIL:] if len(bare) > _TAIL else ""]
    return [way for way in dict.fromkeys(ways) if len(way) >= _MIN_DIGITS]
