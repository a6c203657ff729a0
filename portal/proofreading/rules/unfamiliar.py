"""Words that no dictionary has: a typo is close to a common word, a technical term is not."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from portal.proofreading.rules.issues import HINTS, Issue
from portal.proofreading.rules.known import fold_for_comparison, strip_possessive

LONG_WORD = 8
"""From this many letters on, two may be wrong; else one. Two swapped letters count as one."""


@dataclass(frozen=True)
class CommonWords:
    """Common words, by their first letter, and the most common of all, such as `you` and `the`."""

    by_letter: Mapping[str, Collection[str]]
    commonest: Collection[str]

    def has(self, word: str) -> bool:
        return word in self.by_letter.get(word[:1], ())


def downgrade_unfamiliar(issues: Iterable[Issue], everyday: CommonWords) -> tuple[Issue, ...]:
    """Return the issues; an unknown word that is not close to a common one is only a hint (docs/rules.md#proofreading).

    Where two words were joined, splitting them is offered first, before what the dictionary suggests.
    """
    return tuple(_with_weight(issue, everyday) if issue.is_word else issue for issue in issues)


def is_likely_typo(word: str, everyday: CommonWords) -> bool:
    """Return whether a common word was likely meant, or two of which one is most common ("thankyou")."""
    return _is_near_common_word(strip_possessive(word), everyday) or split_joined_words(word, everyday) is not None


def split_joined_words(word: str, everyday: CommonWords) -> str | None:
    """Return the two common words that were joined, where one of them is among the most common."""
    halves = ((word[:place], word[place:]) for place in range(2, len(word) - 1))
    return next((f"{first} {second}" for first, second in halves if _are_common_words(first, second, everyday)), None)


def _with_weight(issue: Issue, everyday: CommonWords) -> Issue:
    if not is_likely_typo(issue.text, everyday):
        return replace(issue, weight=HINTS)
    two = split_joined_words(issue.text, everyday)
    return issue if two is None else replace(issue, fixes=(two, *issue.fixes[:2]))


def _is_near_common_word(plain: str, everyday: CommonWords) -> bool:
    """Return whether a common word with either of the first two letters is near: few typos miss both."""
    most = 2 if len(plain) >= LONG_WORD else 1
    words = [other for letter in sorted(set(plain[:2])) for other in everyday.by_letter.get(letter, ())]
    return extractOne(plain, words, scorer=OSA.distance, score_cutoff=most) is not None


def _are_common_words(first: str, second: str, everyday: CommonWords) -> bool:
    known = (fold_for_comparison(first), fold_for_comparison(second))
    return any(word in everyday.commonest for word in known) and all(map(everyday.has, known))
