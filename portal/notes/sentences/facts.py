"""What a candidate recorded after an interview, in pieces that a sentence can be built from."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from portal.notes.sentences import words
from portal.notes.sentences.phrases import has_doubled_word
from portal.notes.sentences.words import bare

TALKED_ABOUT, CLARIFY, PERSONAL_DETAIL = "talked_about", "clarify", "personal_detail"
FIELDS = (TALKED_ABOUT, PERSONAL_DETAIL, CLARIFY)
"""The answers that facts come from, in the order in which their sentences stand in a letter."""
MAX_WORDS, MAX_LETTERS, MAX_SHOUTED = 30, 200, 2
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_ABBREVIATION = re.compile(r"\b(?:[A-Z]|St|Mr|Ms|Mrs|Dr|Jr|Sr|No|vs|Inc|Co|Ltd|approx|e\.g|i\.e)\.$")
_UNSUITED_SIGNS = re.compile(
    r"[?!:;(){}\[\]<>@#=*_|\\~^—–…]|//|www\.|\.\.|(?<!\d)/|/(?!\d)|\s-\s|\d{3}[ -]\d{3,4}|\d{7,}"
)
_UNSUITED_WORDS = re.compile(
    r"\b(?:been|work(?:ed|ing|s)?|went|goes|moved|grew up|live[ds]?|started) (?:out |over |down )?(?:here|there)\b|"
    r"\bfor (?:a|quite a) (?:while|bit|minute|moment)$",
    re.IGNORECASE,
)
"""Where “here” is depends on who says it; and how long a conversation took is no part of its topic."""
_ALL_CAPS = re.compile(r"\b[A-Z]{4,}\b")


@dataclass(frozen=True)
class Fact:
    """One thing that was recorded: the answer it comes from, and the words as they were typed."""

    field: str
    text: str


def split_answers(answers: Iterable[tuple[str, str | None]]) -> list[Fact]:
    """Return the facts in these answers, each a field and its text: one for each line, and for each sentence in it."""
    found = []
    for name, answer in answers:
        for line in (answer or "").splitlines():
            found += [Fact(name, text) for text in _sentences(_BULLET.sub("", line).strip()) if text]
    return list(dict.fromkeys(found))


def _sentences(line: str) -> list[str]:
    parts: list[str] = []
    for part in _SENTENCE_END.split(line):
        if parts and _ABBREVIATION.search(parts[-1]):
            parts[-1] += f" {part}"
        else:
            parts.append(part)
    return parts


def read_fact(text: str, is_ordinary: Callable[[str], bool]) -> str | None:
    """Return the words as they can stand within a sentence; None if no sentence can safely be built around them.

    `is_ordinary` says of a word whether it has no capital of its own, as “Robots” has not and “Crestline” has.
    """
    plain = _typographic(_without_end(" ".join(text.split())))
    if not plain or len(plain) > MAX_LETTERS or not _is_plain_english(plain):
        return None
    said = plain.split()
    if len(said) > MAX_WORDS or has_doubled_word(said) or _is_shouted(plain):
        return None
    known = {bare(word) for word in said}
    if (
        _UNSUITED_WORDS.search(plain)
        or known & (words.UNSUITED | words.TEXT_SPEAK | words.NEGATIONS)
        or any(word.endswith("n’t") for word in known)
    ):
        return None
    if known & words.MALE and known & words.FEMALE:
        return None
    return _small(plain, is_ordinary)


def _without_end(text: str) -> str:
    """Return the text without a period, an exclamation mark, or an emoji at its end."""
    while text and (text[-1] in ".!,;… " or unicodedata.category(text[-1]) in ("So", "Sk", "Mn", "Cf")):
        text = text[:-1]
    return text


def _typographic(text: str) -> str:
    text = text.replace("'", "’").replace("\N{LEFT SINGLE QUOTATION MARK}", "’")
    text = re.sub(r'"([^"]*)"', r"“\1”", text)
    return re.sub(r"(?<= )[&+](?= )", "and", text)


def _is_plain_english(text: str) -> bool:
    if _UNSUITED_SIGNS.search(text) or '"' in text or text.count("“") != text.count("”"):
        return False
    letters = [sign for sign in text if sign.isalpha()]
    if not letters or any(not unicodedata.name(sign, "").startswith("LATIN") for sign in letters):
        return False
    if any(unicodedata.category(sign) in ("So", "Sk", "Cs", "Cf") for sign in text):
        return False
    return not {bare(word) for word in text.split() if not word.isupper()} & words.FOREIGN_WORDS


def _is_shouted(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    shouted = _ALL_CAPS.findall(text)
    return len(shouted) > MAX_SHOUTED or bool(shouted and all(sign.isupper() for sign in letters))


def _small(text: str, is_ordinary: Callable[[str], bool]) -> str:
    """Return the text without the capital that only the beginning of a line gave it."""
    first, *_ = text.split()
    plain = bare(first)
    alone = plain.partition("’")[0]
    is_name = alone in words.TIME_NOUNS - words.TIME_NOUNS_IN_LOWERCASE or plain in words.PROPER_AND_ORDINARY
    if alone == "i" or is_name or not first[:1].isupper() or first[1:] != first[1:].lower():
        return text
    return text[0].lower() + text[1:] if plain in words.FUNCTION_WORDS or is_ordinary(alone) else text
