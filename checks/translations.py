"""Check that visible strings can be extracted, and that every catalog has them all: `python -m checks.translations`."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from checks.finding import Finding

ROOT = Path(__file__).resolve().parents[1]
KEYWORDS = ("_", "N_", "gettext", "lazy_gettext", "ngettext:1,2")


def main() -> int:
    """Print every violation; return the exit code."""
    strings = extracted()
    found = [
        finding for path in sorted(ROOT.glob("translations/*/LC_MESSAGES/*.po")) for finding in stale(path, strings)
    ]
    for finding in found:
        print(finding)
    return 1 if found else 0


def extracted() -> Catalog:
    """Return every string that a person can see."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        keywords = [part for word in KEYWORDS for part in ("-k", word)]
        command = ["babel.messages.frontend", "-q", "extract", "-F", "babel.cfg", "-o", str(template)]
        words = ["--no-default-keywords", *keywords, "."]
        subprocess.run([sys.executable, "-m", *command, *words], cwd=ROOT, check=True)
        with template.open("rb") as file:
            return read_po(file)


def stale(path: Path, strings: Catalog) -> Iterator[Finding]:
    """Yield the strings that a catalog lacks, and those that it no longer needs."""
    with path.open("rb") as file:
        catalogue = read_po(file)
    known, wanted = ({message.id for message in one if message.id} for one in (catalogue, strings))
    for text in sorted(wanted ^ known, key=str):
        state = "is not translated" if text in wanted else "is no longer used"
        yield Finding(str(path.relative_to(ROOT)), 1, f"{text!r} {state}: update the catalog (CONTRIBUTING.md)")


if __name__ == "__main__":
    sys.exit(main())
