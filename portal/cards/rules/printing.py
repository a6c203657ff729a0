"""Text made ready for paper: its lines and their direction, and long words that may break (docs/rules.md#cards)."""

import re
import unicodedata
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

MOST = 2400
"""More signs than the largest card holds: what comes after them is too long without being measured."""

SILENT = frozenset("\n \u00a0\u200b\u200c\u200d\u200e\u200f\ufe0e\ufe0f")
"""Signs that no font need have: they leave no ink."""

_LONG, _PART = 24, 8
_BREAK = "\u200b"


@dataclass(frozen=True)
class Line:
    """One line as typed, and whether it is read from right to left."""

    text: str
    rtl: bool


def lines(text: str) -> tuple[Line, ...]:
    """The lines of a text; a word too long for any card may break, and two empty lines are one."""
    tidied = re.sub(r"\n{3,}", "\n\n", plain(text))
    return tuple(Line(_breakable(line), _rtl(line)) for line in tidied.split("\n"))


def plain(text: str) -> str:
    """The text composed, with plain blanks and line ends, and none at its ends."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return composed.replace("\t", " ").strip()


def cut(text: str) -> tuple[str, int]:
    """As much of the text as is measured, and how many words are left out by that."""
    whole = plain(text)
    if len(whole) <= MOST:
        return whole, 0
    kept = whole[:MOST].rpartition(" ")[0] or whole[:MOST]
    return kept, max(len(whole.split()) - len(kept.split()), 1)


def unprintable(text: str, covered: AbstractSet[int]) -> tuple[str, ...]:
    """The signs of the text that no font has, each once, in the order in which they come."""
    signs = (sign for sign in plain(text) if sign not in SILENT and ord(sign) not in covered)
    return tuple(dict.fromkeys(signs))


def named(sign: str) -> str:
    """The sign with its name, so that one that shows as nothing can be found: “☃ (snowman)”."""
    name = unicodedata.name(sign, f"U+{ord(sign):04X}").lower()
    return f"{sign} ({name})" if sign.isprintable() else name


def _rtl(line: str) -> bool:
    return next((kind in ("R", "AL") for kind in _directions(line) if kind in ("L", "R", "AL")), False)


def _directions(line: str) -> Iterator[str]:
    return (unicodedata.bidirectional(sign) for sign in line)


def _breakable(line: str) -> str:
    return " ".join(_parted(word) if len(word) > _LONG else word for word in line.split(" "))


def _parted(word: str) -> str:
    """The word with a place to break every eight signs, never before a mark that belongs to the sign before it."""
    parts = [""]
    for sign in word:
        if len(parts[-1]) >= _PART and not unicodedata.category(sign).startswith("M"):
            parts.append("")
        parts[-1] += sign
    return _BREAK.join(parts)
