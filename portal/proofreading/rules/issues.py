"""Issues that a careful reader would raise in a text, and which of them still need an answer."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from hashlib import sha256

BLOCKING, WARNINGS, HINTS = "asks", "points", "hints"
"""How serious an issue is: to fix or dismiss before the text goes out, to show once more then, or only advice."""


@dataclass(frozen=True)
class Issue:
    """Where in a text something is, what it is, and what could replace it.

    `start` and `end` count code points; `code` names the sentence that is shown, filled with `values`, or is `said`,
    and then `message` is that sentence. `around` are the words beside it, so that dismissing it here dismisses it only
    here; empty where it is dismissed all over the text.
    """

    start: int
    end: int
    text: str
    code: str
    fixes: tuple[str, ...] = ()
    weight: str = BLOCKING
    message: str = ""
    around: str = ""
    values: tuple[tuple[str, str], ...] = field(default=())

    @property
    def mark(self) -> str:
        """Return the key by which a dismissed issue is known: it stays the same wherever the text moves it."""
        told = "\0".join((self.code, self.message, self.text.casefold(), self.around.casefold()))
        return sha256(told.encode()).hexdigest()[:20]

    @property
    def is_word(self) -> bool:
        """Return whether it is about one word that may be right after all."""
        return self.code == "spelling"


def surrounding_words(text: str, start: int, end: int) -> str:
    """Return the word before and the word after this place."""
    before, after = re.findall(r"\w+", text[max(start - 60, 0) : start]), re.findall(r"\w+", text[end : end + 60])
    return " ".join([*before[-1:], "·", *after[:1]])


def without_overlaps(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Return the issues by place; where two overlap, the one given first is kept."""
    kept: list[Issue] = []
    for issue in issues:
        if all(issue.end <= other.start or issue.start >= other.end for other in kept):
            kept.append(issue)
    return tuple(sorted(kept, key=lambda issue: (issue.start, issue.end)))


def without_dismissed(issues: Iterable[Issue], left: Collection[str]) -> tuple[Issue, ...]:
    """Return the issues that were not dismissed, by their marks."""
    return tuple(issue for issue in issues if issue.mark not in left)


def apply_fix(text: str, issue: Issue, fix: str) -> str:
    """Return the text with this fix in the place of the issue."""
    return text[: issue.start] + fix + text[issue.end :]
