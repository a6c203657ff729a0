"""What the grammar checker takes for a mistake because it misreads what stands beside it."""

import re
from collections.abc import Collection, Iterable

from portal.proofreading.rules.issues import Issue
from portal.proofreading.rules.known import knows

_AROUND = (
    (r"\w-$", r""),  # the second half of "self-join"
    (r"", r"-\w"),  # the first
    (r"\d$", r"(?<=[\"”])"),  # the sign of inches after a figure
    (r"\bthank-you[ ]$", r""),  # of "thank-you cards" it sees that you cards
    (r"", r"(?i:(?<=every one)[ ]of\b)"),
)
"""What stands just before, and just after, where none of what it says is so."""
_PLACES = tuple((re.compile(before), re.compile(after)) for before, after in _AROUND)
_SHORTENED = re.compile(r"\b(?:bros|co|corp|dept|est|inc|jr|ltd|no|sr|st|vs)\.,?[ ]$", re.IGNORECASE)
"""Words whose full stop ends no sentence."""


def without_misread(text: str, issues: Iterable[Issue], known: Collection[str]) -> tuple[Issue, ...]:
    """The issues but for those that the words beside them, or a known name, show to be none."""
    return tuple(issue for issue in issues if issue.is_word or not _is_misread(text, issue, known))


def _is_misread(text: str, issue: Issue, known: Collection[str]) -> bool:
    before, words = text[max(issue.start - 40, 0) : issue.start], issue.text.split()
    beside = any(first.search(before) and then.match(text, issue.end) for first, then in _PLACES)
    of_case = bool(issue.fixes) and all(fix.casefold() == issue.text.casefold() for fix in issue.fixes)
    cased = of_case and (issue.text.isupper() or _SHORTENED.search(before) is not None)
    named = bool(words) and all(word[:1].isupper() and knows(known, word) for word in words)
    return beside or named or (cased and issue.text != "i")
