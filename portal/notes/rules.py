"""When a note may go out."""

from dataclasses import dataclass

from portal.drafts.rules import leftovers

SUBJECT_LENGTH = 200
BODY_LENGTH = 20_000


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
