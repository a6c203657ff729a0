"""Words that are right although no dictionary has them: names, dictionary words, and obvious names or acronyms."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from portal.proofreading.rules.issues import Issue

_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"(?:^|[.!?:][\"'”’)]*\s|\n)[\s\"'“(•*–-]*$")
_TITLE = re.compile(r"\b(?:dr|mr|mrs|ms|mx|prof|rev|st)\.[ ]$", re.IGNORECASE)


def name_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of these names, and the names themselves, in the form that `is_known` looks up."""
    found: set[str] = set()
    for text in texts:
        plain = fold_for_comparison(text)
        found.update((plain, *plain.split(), *_WORD.findall(plain)))
    return frozenset(found - {""})


def capitalized_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of these texts that are written like names: with a capital or a digit."""
    found = {word for text in texts for word in re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*", text)}
    return name_words(word for word in found if word != word.lower() or any(sign.isdigit() for sign in word))


def is_known(known: Collection[str], text: str) -> bool:
    """Return whether this word, or the one that it is the possessive of, is known."""
    return fold_for_comparison(text) in known or strip_possessive(text) in known


def without_known_words(text: str, issues: Iterable[Issue], known: Collection[str]) -> tuple[Issue, ...]:
    """Return the issues without those about the spelling of a known word, a name or an acronym."""
    return tuple(
        issue for issue in issues if not (issue.is_word and (is_known(known, issue.text) or _is_name(text, issue)))
    )


def fold_for_comparison(text: str) -> str:
    """Return the text for comparing: one kind of apostrophe, case-folded, composed characters."""
    return unicodedata.normalize("NFC", text).replace("’", "'").casefold().strip()


def strip_possessive(text: str) -> str:
    """Return the word that this one is the possessive of, or itself, folded."""
    return re.sub(r"(?:'s|')$", "", fold_for_comparison(text))


def is_sentence_start(text: str, place: int) -> bool:
    """Return whether a capital here may only start a sentence, a line or a salutation."""
    before = text[max(place - 40, 0) : place]
    return _SENTENCE_END.search(before) is not None and _TITLE.search(before) is None


def _is_name(text: str, issue: Issue) -> bool:
    """Return whether it is an acronym, has a digit or an inner capital, or is capitalized inside a sentence."""
    word = re.sub(r"['’]s?$", "", issue.text)
    if any(sign.isdigit() for sign in word) or any(sign.isupper() for sign in word[1:]):
        return True
    return word[:1].isupper() and not is_sentence_start(text, issue.start)
