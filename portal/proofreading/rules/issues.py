"""One thing in a text that a careful reader would point at, and which of them still ask for an answer."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from hashlib import sha256

BLOCKING, WARNINGS, HINTS = "asks", "points", "hints"
"""How much an issue weighs: mended or left before the text goes out, pointed out once more then, or only advice."""


@dataclass(frozen=True)
class Issue:
    """Where in a text something is, what it is, and what could stand there instead.

    `start` and `end` count code points; `code` names the sentence that is told, filled with `values`, or is
    `said`, and then `message` is that sentence. `around` are the words beside it, so that leaving it here leaves it
    only here; empty where it is left all over the text.
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
        """What it is known by when it has been left: the same issue has the same mark wherever the text moved it."""
        told = "\0".join((self.code, self.message, self.text.casefold(), self.around.casefold()))
        return sha256(told.encode()).hexdigest()[:20]

    @property
    def is_word(self) -> bool:
        """Whether it is about one word that may be right after all."""
        return self.code == "spelling"


def surrounding_words(text: str, start: int, end: int) -> str:
    """The word before and the word after this place."""
    before, after = re.findall(r"\w+", text[max(start - 60, 0) : start]), re.findall(r"\w+", text[end : end + 60])
    return " ".join([*before[-1:], "·", *after[:1]])


def without_overlaps(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """The issues by their place; where two are about the same letters, the earlier one given stands."""
    kept: list[Issue] = []
    for issue in issues:
        if all(issue.end <= other.start or issue.start >= other.end for other in kept):
            kept.append(issue)
    return tuple(sorted(kept, key=lambda issue: (issue.start, issue.end)))


def without_dismissed(issues: Iterable[Issue], left: Collection[str]) -> tuple[Issue, ...]:
    """The issues that were not left, by their marks."""
    return tuple(issue for issue in issues if issue.mark not in left)


def apply_fix(text: str, issue: Issue, fix: str) -> str:
    """The text with this fix in the place of the issue."""
    return text[: issue.start] + fix + text[issue.end :]
