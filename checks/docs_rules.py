"""Rules for the documents: every path that they name exists, and has the name that they say is in it."""

import re
from collections.abc import Callable, Iterator

from checks.finding import Finding

_FOLDERS = "benchmarks|checks|deploy|docs|environment|migrations|portal|static|templates|tests|translations"
_PATH = re.compile(rf"`((?:{_FOLDERS})/[\w./-]*)`(?: \((`[A-Za-z_]+`)(?=[ ,:)]))?")
MADE = ("static/dist", "translations/de/")
"""What is built, or only an example."""


def findings(path: str, text: str, read: Callable[[str], str | None]) -> Iterator[Finding]:
    """Yield every path in a document that does not exist, or lacks the name that is said to be in it.

    `read` returns a file's text, "" for a folder, and None for what does not exist.
    """
    for number, line in enumerate(text.splitlines(), start=1):
        for named, within in _PATH.findall(line):
            found = read(named)
            if found is None and not named.startswith(MADE):
                yield Finding(path, number, f"{named} does not exist; name the file that is meant")
            elif found and within and within.strip("`") not in found:
                yield Finding(path, number, f"{named} has no {within}; name what is meant")
