"""Issues that the grammar checker reports by mistake because it misreads the words beside them."""

import re
from collections.abc import Collection, Iterable

from portal.proofreading.rules.issues import Issue
from portal.proofreading.rules.known import is_known

_CONTEXTS = (
    (r"\w-$", r""),  # the second half of "self-join"
    (r"", r"-\w"),  # the first
    (r"\d$", r"(?<=[\"”A-Z])"),  # the sign of inches after a figure, or the letter of "form 9B"
    (r"\bthank-you[ ]$", r""),  # of "thank-you cards" it sees that you cards
    (r"", r"(?i:(?<=every one)[ ]of\b)"),
    (r"", r"(?i:(?<=\ba finding)\b)"),  # of an inspection
)
"""Text just before, and just after, an issue that makes it false."""
_CONTEXT_PATTERNS = tuple((re.compile(before), re.compile(after)) for before, after in _CONTEXTS)
MAX_SHORT_HALF = 3
_ABBREVIATION = re.compile(r"\b(?:bros|co|corp|dept|est|inc|jr|ltd|no|sr|st|vs)\.,?[ ]$", re.IGNORECASE)
"""Words with a period that does not end a sentence."""


def without_misread(text: str, issues: Iterable[Issue], known: Collection[str]) -> tuple[Issue, ...]:
    """Return the issues without those that the words beside them, or a known name, show to be false."""
    return tuple(
        issue
        for issue in issues
        if not (_is_short_half(text, issue) if issue.is_word else _is_misread(text, issue, known))
    )


def _is_short_half(text: str, issue: Issue) -> bool:
    """Return whether this is half of a hyphenated word, such as the start of "tri-axle" or the end of "sleep-ins"."""
    beside = text[max(issue.start - 1, 0) : issue.start] + text[issue.end : issue.end + 1]
    return len(issue.text) <= MAX_SHORT_HALF and "-" in beside


def _is_misread(text: str, issue: Issue, known: Collection[str]) -> bool:
    before, words = text[max(issue.start - 40, 0) : issue.start], issue.text.split()
    beside = any(first.search(before) and then.match(text, issue.end) for first, then in _CONTEXT_PATTERNS)
    of_case = bool(issue.fixes) and all(fix.casefold() == issue.text.casefold() for fix in issue.fixes)
    written_so = issue.text.isupper() or any(sign.isupper() for sign in issue.text[1:])
    cased = of_case and (written_so or _ABBREVIATION.search(before) is not None)
    named = bool(words) and all(word[:1].isupper() and is_known(known, word) for word in words)
    return beside or named or (cased and issue.text != "i")
