"""Check that the template and every catalog have all visible strings: `python -m checks.translations`.

`python -m checks.translations update` writes the template and updates the catalogs.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from checks.finding import Finding

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = ROOT / "translations" / "messages.pot"
KEYWORDS = ("_", "N_", "gettext", "lazy_gettext", "ngettext:1,2")


def main() -> int:
    """Print every violation, or update the files; return the exit code."""
    strings = extracted()
    catalogs = sorted(ROOT.glob("translations/*/LC_MESSAGES/*.po"))
    if sys.argv[1:] == ["update"]:
        update(strings, catalogs)
    found = [finding for path in (TEMPLATE, *catalogs) for finding in stale(path, strings)]
    for finding in found:
        print(finding)
    return 1 if found else 0


def update(strings: Catalog, catalogs: list[Path]) -> None:
    """Write the template without line numbers, so that it changes only with a string; then update each catalog."""
    with TEMPLATE.open("wb") as file:
        write_po(file, strings, width=120, no_location=True, omit_header=True, sort_output=True)
    for path in catalogs:
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.parents[1].name)
        catalog.update(strings)
        with path.open("wb") as file:
            write_po(file, catalog, width=120, no_location=True, ignore_obsolete=True, sort_output=True)


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
    """Yield the strings that a template or catalog lacks, and those that it no longer needs."""
    with path.open("rb") as file:
        catalog = read_po(file)
    known, wanted = ({message.id for message in one if message.id} for one in (catalog, strings))
    for text in sorted(wanted ^ known, key=str):
        state = "is missing" if text in wanted else "is no longer used"
        sentence = f"{text!r} {state}: run `python -m checks.translations update`"
        yield Finding(os.path.relpath(path, ROOT), 1, sentence)


if __name__ == "__main__":
    sys.exit(main())
