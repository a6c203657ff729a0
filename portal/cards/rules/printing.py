"""Prepares text for print: its lines, their direction, and break points in long words (docs/rules.md#cards)."""

import re
import unicodedata
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

MAX_LENGTH = 2400
"""More characters than the largest card holds: the rest counts as too long without being measured."""

INVISIBLE_CHARACTERS = frozenset("\n \u00a0\u200b\u200c\u200d\u200e\u200f\ufe0e\ufe0f")
"""Characters that need no font, because they print nothing."""

_LONG_WORD, _PART_LENGTH = 24, 8
_CLOSING_WORDS, _LINES_BELOW_CLOSING = 5, 4
_BREAK = "\u200b"
_CLOSING = re.compile(
    r"(?:(?:with )?(?:my |many |all )?(?:best|kind|kindest|warm|warmest) (?:regards|wishes)|many thanks|thank you|"
    r"sincerely|sincerely yours|yours|yours (?:truly|sincerely|faithfully)|respectfully|regards|best|cheers)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class TextLine:
    """One line as typed, and whether it reads from right to left; `signed` if a signature has room below it."""

    text: str
    rtl: bool
    signed: bool = False


def printable_lines(text: str) -> tuple[TextLine, ...]:
    """Return the lines of a text, with break points in very long words, and at most one empty line in a row."""
    return tuple(TextLine(_with_break_opportunities(line), _is_rtl(line)) for line in _tidy(text).split("\n"))


def letter_lines(text: str) -> tuple[TextLine, ...]:
    """Return the lines of a letter: a signature has room between its closing, such as "Best regards,", and the name."""
    lines = printable_lines(text)
    place = _closing_of([line.text for line in lines])
    return tuple(replace(line, signed=number == place) for number, line in enumerate(lines))


def _closing_of(lines: list[str]) -> int | None:
    """Return the place of the closing: near the end, a short line with a comma behind it, or such as "Kind regards"."""
    written = [number for number, line in enumerate(lines) if line.strip()]
    for number in reversed(written[1:-1][-_LINES_BELOW_CLOSING:]):
        line = lines[number].strip()
        if len(line.split()) <= _CLOSING_WORDS and (line.endswith(",") or _CLOSING.fullmatch(line)):
            return number
    return None


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", normalize_text(text))


def normalize_text(text: str) -> str:
    """Return the text in NFC, with spaces for tabs, plain line ends, and nothing blank at either end."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return composed.replace("\t", " ").strip()


def truncate(text: str) -> tuple[str, int]:
    """Return as much of the text as is measured, and how many words that leaves out."""
    whole = normalize_text(text)
    if len(whole) <= MAX_LENGTH:
        return whole, 0
    kept = whole[:MAX_LENGTH].rpartition(" ")[0] or whole[:MAX_LENGTH]
    return kept, max(len(whole.split()) - len(kept.split()), 1)


def unsupported_characters(text: str, covered: AbstractSet[int]) -> tuple[str, ...]:
    """Return the characters of the text that are not in `covered`, each once, in order of appearance."""
    signs = (sign for sign in normalize_text(text) if sign not in INVISIBLE_CHARACTERS and ord(sign) not in covered)
    return tuple(dict.fromkeys(signs))


def describe_character(sign: str) -> str:
    """Return the character with its name, so that an invisible one can be found: “☃ (snowman)”."""
    name = unicodedata.name(sign, f"U+{ord(sign):04X}").lower()
    return f"{sign} ({name})" if sign.isprintable() else name


def _is_rtl(line: str) -> bool:
    return next((kind in ("R", "AL") for kind in _directions(line) if kind in ("L", "R", "AL")), False)


def _directions(line: str) -> Iterator[str]:
    return (unicodedata.bidirectional(sign) for sign in line)


def _with_break_opportunities(line: str) -> str:
    return " ".join(_break_word(word) if len(word) > _LONG_WORD else word for word in line.split(" "))


def _break_word(word: str) -> str:
    """Return the word with a break point every eight characters, never before a combining mark."""
    parts = [""]
    for sign in word:
        if len(parts[-1]) >= _PART_LENGTH and not unicodedata.category(sign).startswith("M"):
            parts.append("")
        parts[-1] += sign
    return _BREAK.join(parts)
