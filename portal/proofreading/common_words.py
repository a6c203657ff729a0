"""Common words, as the library `zxcvbn` counts them in an encyclopedia and in films."""

from collections import defaultdict
from functools import cache
from itertools import islice

from zxcvbn.frequency_lists import FREQUENCY_LISTS

from portal.proofreading.rules.unfamiliar import CommonWords

LISTS = ("english_wikipedia", "us_tv_and_film")
WORDS_PER_LIST, MOST_COMMON = 6000, 25
"""How many words of each list to use, the most common first; the lists do not overlap."""


@cache
def load_common_words() -> CommonWords:
    """Return the common words, prepared once."""
    by_letter: dict[str, set[str]] = defaultdict(set)
    for word in _most_frequent(WORDS_PER_LIST):
        by_letter[word[0]].add(word)
    return CommonWords(dict(by_letter), frozenset(_most_frequent(MOST_COMMON)))


def _most_frequent(number: int) -> list[str]:
    return [word for name in LISTS for word in islice(FREQUENCY_LISTS[name], number)]
