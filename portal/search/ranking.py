"""How well what was found answers what was typed, and which words are spelled like a typed one."""

from collections.abc import Collection, Sequence

from rapidfuzz.distance import OSA

from portal.names.similarity import TWO_TYPOS_FROM
from portal.search.rules import TypedWord

MOST_SPELLINGS = 12
"""How many words that are spelled like a typed one are looked for."""
_PREFIX, _ONE_TYPO, _PART, _TYPOS = 0.9, 0.8, 0.7, 0.6
_INSIDE = 0.5


def similar_words(typed: TypedWord, words: Collection[str]) -> list[str]:
    """Return the words that the typed one may stand for, the closest first: it is in them, or a typo away."""
    allowed = (2 if len(typed.text) >= TWO_TYPOS_FROM else 1) if typed.spellings else -1
    near = {word: distance for word in words if (distance := _typos(typed.text, word)) <= allowed}
    return sorted(near, key=lambda word: (near[word], word))[:MOST_SPELLINGS]


def score(typed: Sequence[TypedWord], words: Sequence[str]) -> float:
    """Return how well a record with these folded words answers, from 0 to 1."""
    return sum(max((_likeness(word.text, other) for other in words), default=0.0) for word in typed) / len(typed)


def _likeness(typed: str, word: str) -> float:
    if word == typed:
        return 1.0
    if word.startswith(typed):
        return _PREFIX
    if typed in word:
        return _PART
    if typed[0] == word[0] and OSA.distance(typed, word) == 1:
        return _ONE_TYPO
    return max(_TYPOS - _typos(typed, word) / 10, 0.0)


def _typos(typed: str, word: str) -> float:
    """Return how many typos lie between the typed word and the other, which may go on where the typed one ends."""
    if typed in word:
        return _INSIDE
    ends = (len(typed) - 1, len(typed), len(typed) + 1, len(word))
    return min(OSA.distance(typed, word[:end]) for end in ends)
