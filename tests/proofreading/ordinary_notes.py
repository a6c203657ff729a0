"""Two hundred thank-you notes as people write them, with nothing wrong in them, and whom each is to.

`corpus/ordinary_notes.json` has the parts that they are mixed from.
"""

import json
from dataclasses import dataclass
from pathlib import Path

PARTS: dict[str, list[str]] = json.loads((Path(__file__).parent / "corpus/ordinary_notes.json").read_text("utf-8"))
PEOPLE, EMPLOYERS = PARTS["people"], PARTS["employers"]


@dataclass(frozen=True)
class Ordinary:
    """A note, whom it is to, where they work, and who wrote it."""

    person: str
    employer: str
    writer: str
    body: str


def ordinary_notes() -> list[Ordinary]:
    """Two hundred notes, each of another mixture, always the same ones."""
    return [_note(number) for number in range(200)]


def _note(number: int) -> Ordinary:
    person, employer, writer = _pick("people", number), _pick("employers", number // 3), _pick("writers", number // 5)
    values = {
        "name": person,
        "first": person.split()[0],
        "last": person.split()[-1],
        "title": ("Ms.", "Mr.", "Dr.")[number % 3],
        "employer": employer,
    }
    middle = [_pick("openings", number * 3 + number // 10), _pick("talked", number * 7 + number // 20)]
    end = [_pick("offers", number // 2), _pick("hopes", number // 3 + number)]
    paragraphs = [
        _pick("greetings", number // 4),
        " ".join(middle),
        _pick("interest", number * 5),
        " ".join(filter(None, end)),
    ]
    closing = f"{_pick('closings', number // 6)}\n{writer}"
    body = "\n\n".join([part for part in paragraphs if part] + [closing])
    return Ordinary(person, employer, writer, body.format(**values))


def _pick(part: str, number: int) -> str:
    return PARTS[part][number % len(PARTS[part])]
