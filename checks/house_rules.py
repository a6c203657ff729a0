"""Check the house rules in every file of the project: `python -m checks.house_rules`."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from checks import docs_rules, format_rules, package_rules, python_rules, text_rules
from checks.finding import Finding

ROOT = Path(__file__).resolve().parents[1]
OF_OTHERS = ("LICENSE", "package-lock.json", "requirements.lock")


def main() -> int:
    """Print every violation; return the exit code."""
    found = sorted(set(findings()), key=lambda finding: (finding.path, finding.line))
    for finding in found:
        print(finding)
    return 1 if found else 0


def findings() -> Iterator[Finding]:
    """Yield every violation in every file that git tracks or would track."""
    python: dict[str, str] = {}
    for path in files():
        text = _text(ROOT / path)
        if text is None or path.startswith(OF_OTHERS):
            continue
        if path.endswith(".py"):
            python[path] = text
            yield from python_rules.findings(path, text)
            yield from format_rules.findings(path, text)
        if path.endswith(".md") and path != "CHANGELOG.md":
            yield from docs_rules.findings(path, text, _read)
        if path.startswith("templates/"):
            yield from text_rules.template_findings(path, text)
        yield from format_rules.text_findings(path, text)
        # The rules, and their tests, contain the text that they refuse.
        if not path.startswith(("checks/", "tests/architecture/")):
            yield from text_rules.name_findings(path)
            yield from text_rules.findings(path, text)
    yield from package_rules.findings(python)


def files() -> list[str]:
    """Return the path of every file of the project: those that git tracks, and those it would track."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [path for path in listed.split("\0") if path and (ROOT / path).is_file()]


def _read(path: str) -> str | None:
    """Return the text of a file of the project, "" for a folder or a file that is not text, None for neither."""
    found = ROOT / path
    return _text(found) or "" if found.is_file() else "" if found.is_dir() else None


def _text(path: Path) -> str | None:
    """Return the file's text; None for a file that is not text."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return None


if __name__ == "__main__":
    sys.exit(main())
