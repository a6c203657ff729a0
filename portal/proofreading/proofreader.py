"""Proofread a text as a careful colleague would: spelling, grammar, names, tone, language."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from portal.proofreading import harper
from portal.proofreading.common_words import load_common_words
from portal.proofreading.rules.days import Meeting, find_stale_days
from portal.proofreading.rules.issues import Issue, without_overlaps
from portal.proofreading.rules.known import without_known_words
from portal.proofreading.rules.languages import detect_other_language
from portal.proofreading.rules.misread import without_misread
from portal.proofreading.rules.names import NoteNames, find_name_issues
from portal.proofreading.rules.phrases import find_phrase_issues
from portal.proofreading.rules.tone import find_tone_hints
from portal.proofreading.rules.unfamiliar import downgrade_unfamiliar


@dataclass(frozen=True)
class ReadingContext:
    """What a text is checked against: its English, the words that are right, the names in it, its kind, its meeting."""

    english: str
    known: Collection[str]
    names: NoteNames | None = None
    kind: str = "thank"
    meeting: Meeting | None = None


@dataclass(frozen=True)
class Reading:
    """What was found; `language` is the code of one that is not checked, None for English."""

    issues: tuple[Issue, ...]
    language: str | None = None


def proofread(text: str, about: ReadingContext) -> Reading:
    """Return every issue that a careful reader would raise; for another language, only those about names."""
    named = (
        find_name_issues(text, about.names, partial(harper.ordinary_words, english=about.english))
        if about.names
        else ()
    )
    language = detect_other_language(text)
    if language is not None:
        return Reading(without_overlaps(named), language)
    grammar = without_known_words(text, harper.find_issues(text, about.english), about.known)
    grammar = downgrade_unfamiliar(without_misread(text, grammar, about.known), load_common_words())
    stale = find_stale_days(text, about.meeting) if about.meeting else ()
    tone = find_tone_hints(text, about.kind)
    return Reading(without_overlaps((*named, *stale, *find_phrase_issues(text), *grammar, *tone)))
