"""A text read as a careful colleague would: spelling, grammar, names, how it sounds, what language it is in."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from portal.proofreading import harper
from portal.proofreading.everyday import everyday
from portal.proofreading.rules.issues import Issue, in_order
from portal.proofreading.rules.known import without_known
from portal.proofreading.rules.languages import other_language
from portal.proofreading.rules.misread import without_misread
from portal.proofreading.rules.names import Names, misnamed
from portal.proofreading.rules.phrases import phrases
from portal.proofreading.rules.tone import hints
from portal.proofreading.rules.unfamiliar import hint_at_unfamiliar


@dataclass(frozen=True)
class About:
    """What a text is read against: the English it is in, the words that are right, whose names are in it, its kind."""

    english: str
    known: Collection[str]
    names: Names | None = None
    kind: str = "thank"


@dataclass(frozen=True)
class Reading:
    """What was found; `language` is the code of one that is not checked, None for English."""

    issues: tuple[Issue, ...]
    language: str | None = None


def read(text: str, about: About) -> Reading:
    """Everything in the text that a careful reader would point at; of another language only the names."""
    named = misnamed(text, about.names, partial(harper.ordinary, english=about.english)) if about.names else ()
    language = other_language(text)
    if language is not None:
        return Reading(in_order(named), language)
    grammar = without_known(text, harper.issues(text, about.english), about.known)
    grammar = hint_at_unfamiliar(without_misread(text, grammar, about.known), everyday())
    return Reading(in_order((*named, *phrases(text), *grammar, *hints(text, about.kind))))
