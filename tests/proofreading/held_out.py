"""Lists that no rule was made for; but for the later notes, by somebody who knew nothing of the rules.

`python -m tests.proofreading.held_out` prints what the checks make of them.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.proofreading.proofreader import ReadingContext, proofread
from portal.proofreading.rules.issues import BLOCKING, Issue
from portal.proofreading.rules.known import name_words
from portal.proofreading.rules.names import NoteNames

CORPUS = Path(__file__).parent / "corpus"
ENGLISH = {"en-US": "us", "en-GB": "uk"}


@dataclass(frozen=True)
class HeldOutNote:
    """An ordinary note with nothing wrong in it, and what its writer's agency knows."""

    contact: str
    company: str
    sender: str
    language: str
    body: str


def notes() -> list[HeldOutNote]:
    """Two hundred ordinary notes, 120 in American and 80 in British spelling; eighty of them written one by one."""
    return _notes("held_out_notes.txt")


def later_notes() -> list[HeldOutNote]:
    """Forty further ones, written once what the first had shown was mended."""
    return _notes("held_out_notes_later.txt")


def third_notes() -> list[HeldOutNote]:
    """Two hundred fresh ones, written once more by somebody who knew nothing of the program."""
    return _notes("held_out_notes_third.txt")


def _notes(file: str) -> list[HeldOutNote]:
    blocks = (CORPUS / file).read_text(encoding="utf-8").strip().split("\n---\n")
    return [HeldOutNote(**json.loads(head), body=body) for head, body in (block.split("\n", 1) for block in blocks)]


def mistakes() -> list[dict[str, str]]:
    """A hundred usual mistakes: a `text` with exactly one, the `wrong` words, the `right` ones, the `kind`."""
    return [json.loads(line) for line in (CORPUS / "held_out_mistakes.jsonl").read_text(encoding="utf-8").splitlines()]


def alarms(note: HeldOutNote) -> list[Issue]:
    """What is asked about in a note with nothing wrong in it."""
    told = (note.contact, note.company, note.sender)
    reading = proofread(note.body, ReadingContext(ENGLISH[note.language], name_words(told), NoteNames(*told)))
    return [issue for issue in reading.issues if issue.weight == BLOCKING or reading.language]


def is_found(mistake: dict[str, str]) -> bool:
    """Whether the wrong words are asked about."""
    wrong = re.search(rf"(?<!\w){re.escape(mistake['wrong'])}(?!\w)", mistake["text"])
    assert wrong, mistake
    told = (mistake.get("contact", ""), mistake.get("company", ""))
    about = ReadingContext("us", name_words(told), NoteNames(*told) if any(told) else None, kind="subject")
    found = proofread(mistake["text"], about).issues
    return any(one.weight == BLOCKING and one.start < wrong.end() and wrong.start() < one.end for one in found)


def told() -> Iterator[str]:
    """The figures, each list's with what they are made of."""
    for name, some in (("notes", notes()), ("later notes", later_notes()), ("third notes", third_notes())):
        found = {note.body: alarms(note) for note in some}
        issues = [issue for asked in found.values() for issue in asked]
        words = sum(len(body.split()) for body in found)
        asked_about = sum(map(bool, found.values()))
        yield f"false alarms: in {asked_about} of {len(found)} {name}, {len(issues)} in {words:,} words"
        yield from (f"  {issue.text!r} ({issue.code}) → {', '.join(issue.fixes)}" for issue in issues)
    missed = [one["text"] for one in mistakes() if not is_found(one)]
    yield f"mistakes found: {len(mistakes()) - len(missed)} of {len(mistakes())}; missed:"
    yield from (f"  {text}" for text in missed)


if __name__ == "__main__":
    print("\n".join(told()))
