"""What `portal inspect` prints about files: one object for each, and never a traceback."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

InspectionResult = dict[str, Any]


Read = Callable[[bytes | None], InspectionResult]


def print_results(files: tuple[str, ...], largest: int, read: Read, read_txt: Read | None = None) -> None:
    """Print an object for each file, a line each, and end the program: 0 where every file could be read, else 1.

    `read` of None gives the object of a file that cannot be opened. `read_txt`, if any, reads files named `.txt`.
    """
    good = True
    for file in files:
        data, problem = read_file(file, largest)
        reader = read_txt if read_txt and file.endswith(".txt") else read
        found: InspectionResult = {"file": file, **reader(data)}
        if problem:
            found |= {"ok": False, "problems": [problem]}
        good = good and bool(found["ok"])
        print_result(found)
    sys.exit(0 if good else 1)


def read_file(file: str, largest: int) -> tuple[bytes | None, str | None]:
    """Return a file's bytes, one more than `largest` at most, or a sentence that says why it cannot be read."""
    try:
        if file == "-":
            return sys.stdin.buffer.read(largest + 1), None
        with Path(file).open("rb") as opened:
            return opened.read(largest + 1), None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it cannot be opened"
        return None, f"This file can't be read: {why}."


def print_result(found: InspectionResult) -> None:
    """Print the object as one line."""
    click.echo(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))
