"""Where the words of a chip go in a letter: `static/src/notes/insertion_point.js`, as the browser runs it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PLACING = Path(__file__).parents[3] / "static/src/notes/insertion_point.js"
FACT = "the new packaging line"
LETTER = "Dear Dana,\n\nThank you for your time. I liked [something you talked about].\n\nBest regards,\nAnn"
PLAIN = "Dear Dana,\n\nThank you for your time.\n\nBest regards,\nAnn"
CASES = (
    (LETTER, None, FACT, LETTER.replace("[something you talked about]", FACT)),
    (LETTER, [0, 0], FACT, LETTER.replace("[something you talked about]", FACT)),
    (LETTER, [5, 5], FACT, LETTER.replace("[something you talked about]", FACT)),
    (LETTER, None, "Kafka", LETTER.replace("[something you talked about]", "Kafka")),
    (LETTER, None, "The night shift", LETTER.replace("[something you talked about]", "the night shift")),
    (PLAIN, None, FACT, PLAIN.replace("time.", "time. The new packaging line.")),
    (PLAIN, [0, 0], FACT, PLAIN.replace("time.", "time. The new packaging line.")),
    (PLAIN, [36, 36], FACT, PLAIN.replace("time.", "time. The new packaging line")),
    (PLAIN, [31, 31], FACT, PLAIN.replace("your time", "your the new packaging line time")),
    ("", None, FACT, "The new packaging line."),
    ("Hello Dana,", None, FACT, "Hello Dana,\n\nThe new packaging line."),
    ("Hello ", [6, 6], "[their first name]", "Hello [their first name]"),
    ("Hello", None, "[my name]", "Hello[my name]"),
    (
        f"{PLAIN}\n[my phone number]",
        None,
        FACT,
        f"{PLAIN}\n[my phone number]".replace("time.", "time. The new packaging line."),
    ),
)
"""The letter, the selection or None, the chip's words, and the letter after the press."""


@pytest.mark.parametrize(("letter", "cursor", "words", "after"), CASES)
def test_a_chip_goes_where_it_is_asked_for(letter: str, cursor: list[int] | None, words: str, after: str) -> None:
    found = placed(letter, cursor, words)
    assert letter[: found["start"]] + found["text"] + letter[found["end"] :] == after


SENTENCE = "I liked the lab."


@pytest.mark.parametrize(
    ("letter", "cursor", "after"),
    [
        (PLAIN, None, PLAIN.replace("time.", f"time. {SENTENCE}")),
        (PLAIN, [3, 3], PLAIN.replace("time.", f"time. {SENTENCE}")),
        (PLAIN, [25, 25], PLAIN.replace("time.", f"time. {SENTENCE}")),
        (PLAIN, [36, 36], PLAIN.replace("time.", f"time. {SENTENCE}")),
        (PLAIN, [12, 12], PLAIN.replace("Thank", f"{SENTENCE} Thank")),
        ("Dear Dana,\n\nOne. Two", [18, 18], f"Dear Dana,\n\nOne. Two {SENTENCE}"),
        ("", None, SENTENCE),
    ],
)
def test_a_built_sentence_goes_between_sentences(letter: str, cursor: list[int] | None, after: str) -> None:
    found = placed(letter, cursor, SENTENCE, function="placeSentence")
    assert letter[: found["start"]] + found["text"] + letter[found["end"] :] == after


def placed(letter: str, cursor: list[int] | None, words: str, function: str = "place") -> dict[str, Any]:
    """Return what the browser's code replaces, and by what."""
    given = json.dumps([letter, cursor, words])
    details = json.dumps(["[my name]", "[my phone number]", "[their first name]"])
    code = (
        f"import {{ {function} }} from {json.dumps(PLACING.as_uri())};"
        f"console.log(JSON.stringify({function}(...{given}, new Set({details}))))"
    )
    node = shutil.which("node", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert node is not None
    run = subprocess.run([node, "--input-type=module", "-e", code], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(run.stdout)
    return found
