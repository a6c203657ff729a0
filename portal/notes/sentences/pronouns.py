"""Turns what was said about the person met into what is said to them: “how they forecast”, “how you forecast”.

A pronoun is changed only where it can mean nobody but the reader. Everywhere else there is no sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.notes.sentences import words
from portal.notes.sentences.words import bare

THEY, ONE = "they", "one"
"""The kinds of pronouns: “they”, and “he” or “she”. More than one kind in a fact means more than one person."""
_SUBJECTS = {"they": THEY, "he": ONE, "she": ONE}
_OTHERS = {
    **{f"they’{end}": (THEY, f"you’{end}") for end in ("re", "ve", "ll", "d")},
    **{f"{who}’{end}": (ONE, f"you’{end}") for who in ("he", "she") for end in ("ll", "d")},
    "their": (THEY, "your"),
    "theirs": (THEY, "yours"),
    "his": (ONE, "your"),
    "him": (ONE, "you"),
    "hers": (ONE, "yours"),
}
_AFTER_OBJECT = words.LINKS | words.TIME_ADVERBS
_PERFECT = words.word_set("been got had always done seen taken worked lived")
THIRD_PERSON = frozenset([*_SUBJECTS, *_OTHERS, "her", "he’s", "she’s", "them", *words.REFLEXIVES])


class Ambiguous(Exception):
    """A pronoun may mean somebody else than the reader."""


@dataclass
class _Reader:
    """Reads a fact word by word; `company` has the lowercase words of the reader's company."""

    said: Sequence[str]
    company: frozenset[str]
    kinds: set[str] = field(default_factory=set)
    verb_due: bool = False
    """The next verb belongs to a “he” or “she” that was changed."""
    in_clause: bool = False
    """So do the verbs that “and” joins to it."""

    def convert(self, at: int) -> str:
        """Return the word at this place, in the second person."""
        word, plain = self.said[at], bare(self.said[at])
        if plain in _SUBJECTS:
            self._refuse_ambiguous(_SUBJECTS[plain], self.said[: at - self._nouns_before(at)])
            self.verb_due = self.in_clause = _SUBJECTS[plain] == ONE
            return _swap(word, "you")
        if plain not in THIRD_PERSON:
            return self._verb(at)
        kind, instead = self._meaning(at)
        self._refuse_ambiguous(kind, self.said[:at])
        return _swap(word, instead)

    def _meaning(self, at: int) -> tuple[str, str]:
        word, plain = self.said[at], bare(self.said[at])
        following = bare(self.said[at + 1]) if at + 1 < len(self.said) else ""
        if plain == "her":
            is_object = not following or following in _AFTER_OBJECT or word[-1] in ",."
            return ONE, "you" if is_object else "your"
        if plain in ("he’s", "she’s"):
            self.in_clause = True
            return ONE, _contraction(following)
        if plain not in _OTHERS:
            raise Ambiguous
        return _OTHERS[plain]

    def _verb(self, at: int) -> str:
        """Return the word; if it is a verb whose subject became “you”, in the form that goes with that."""
        word, plain = self.said[at], bare(self.said[at])
        before = self.said[at - 1] if at else ""
        if self.verb_due:
            self.verb_due = plain in words.ADVERBS
            return word if self.verb_due else _swap(word, words.base_form(plain))
        if plain in words.CLAUSE_OPENERS:
            self.in_clause = False
        if (before.endswith(",") or bare(before) in words.CONJUNCTIONS) and plain in words.VERBS_3SG | {"was"}:
            if ONE in self.kinds and not self.in_clause:
                raise Ambiguous
            return _swap(word, words.base_form(plain)) if self.in_clause else word
        return word

    def _refuse_ambiguous(self, kind: str, earlier: Sequence[str]) -> None:
        """Raise `Ambiguous` if an earlier word may be what this pronoun means."""
        self.kinds.add(kind)
        plain = [bare(word) for word in earlier]
        named = any(word[:1].isupper() and bare(word) not in self._never_meant() for word in earlier)
        if len(self.kinds) > 1 or named or any(map(words.is_person, plain)):
            raise Ambiguous
        things = [word for word in plain if word not in words.VERBS_3SG | self.company]
        if kind == THEY and any(map(words.is_plural, things)):
            raise Ambiguous

    def _never_meant(self) -> frozenset[str]:
        return self.company | words.TIME_NOUNS | {"i", "i’m", "i’d", "i’ve", "i’ll"}

    def _nouns_before(self, at: int) -> int:
        """Return how many words directly before make the noun phrase that a relative clause begins after."""
        count = 0
        while count < at and bare(before := self.said[at - 1 - count]) not in words.LINKS and before[-1] != ",":
            count += 1
        return count


def address_reader(
    said: Sequence[str], company: frozenset[str] = frozenset(), *, is_predicate: bool = False
) -> list[str]:
    """Return the words with each third person changed to “you”; raise `Ambiguous` where that may be somebody else.

    `is_predicate`: the words are the rest of a sentence that began with “he” or “she”.
    """
    reader = _Reader(said, company, verb_due=is_predicate, in_clause=is_predicate)
    if is_predicate:
        reader.kinds.add(ONE)
    return [reader.convert(at) for at in range(len(said))]


def _contraction(following: str) -> str:
    """Return “you’ve” or “you’re” for “she’s”, by the word that follows."""
    if following in _PERFECT:
        return "you’ve"
    if words.is_past(following) or following.endswith("en"):
        raise Ambiguous
    return "you’re"


def _swap(word: str, instead: str) -> str:
    """Return `instead` with the punctuation of `word`."""
    plain = bare(word)
    at = word.lower().find(plain)
    return word[:at] + instead + word[at + len(plain) :]
