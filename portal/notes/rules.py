"""When a note may go out."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from portal.drafts.rules import leftovers

SUBJECT_LENGTH = 200
BODY_LENGTH = 20_000
ALIKE = 0.9


@dataclass(frozen=True)
class Fault:
    """Why a note cannot go out yet: the field, a code (`no_subject`, `empty`, `leftover`), and the text it is about."""

    field: str
    code: str
    text: str = ""


def faults(subject: str, body: str) -> tuple[Fault, ...]:
    """Everything that must be mended before a note goes out (docs/rules.md#notes)."""
    found = []
    if not subject.strip():
        found.append(Fault("subject", "no_subject"))
    if not body.strip():
        found.append(Fault("body", "empty"))
    for field, text in (("subject", subject), ("body", body)):
        found += [Fault(field, "leftover", left) for left in leftovers(text)]
    return tuple(found)


def copied_lines(body: str, others: Sequence[str]) -> tuple[str, ...]:
    """The sentences-long lines of `body` that stand almost the same in another person's note."""
    theirs = [line for other in others for line in _long_lines(other)]
    return tuple(
        line
        for line in _long_lines(body)
        if any(SequenceMatcher(None, line, their, autojunk=False).ratio() >= ALIKE for their in theirs)
    )


def _long_lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if len(line.split()) > 6]
