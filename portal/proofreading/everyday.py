"""The words that everybody uses, as the library `zxcvbn` counts them in an encyclopedia and in films."""

from collections import defaultdict
from functools import cache
from itertools import islice

from zxcvbn.frequency_lists import FREQUENCY_LISTS

from portal.proofreading.rules.unfamiliar import Everyday

LISTS = ("english_wikipedia", "us_tv_and_film")
MOST, COMMONEST = 6000, 25
"""So many of each list, the commonest first; what stands in one does not stand in the other."""


@cache
def everyday() -> Everyday:
    """The everyday words, made ready once."""
    by_letter: dict[str, set[str]] = defaultdict(set)
    for word in _first(MOST):
        by_letter[word[0]].add(word)
    return Everyday(dict(by_letter), frozenset(_first(COMMONEST)))


def _first(number: int) -> list[str]:
    return [word for name in LISTS for word in islice(FREQUENCY_LISTS[name], number)]
