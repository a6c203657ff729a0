"""Check that locks are exact, hashed, complete, and name no download host: `python -m checks.locks`."""

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from checks.finding import Finding

ROOT = Path(__file__).resolve().parents[1]
PYTHON_LOCKS = ("requirements.lock", "environment/node.lock")
NPM_LOCK = "package-lock.json"
NAMING = (".npmrc", "pyproject.toml", "environment/make", "environment/node.in", "Makefile")


def main() -> int:
    """Print every violation; return the exit code."""
    found = [finding for path in PYTHON_LOCKS for finding in python_findings(path, (ROOT / path).read_text("utf-8"))]
    found += npm_findings(NPM_LOCK, (ROOT / NPM_LOCK).read_text("utf-8"))
    found += [each for path in NAMING for each in naming_findings(path, (ROOT / path).read_text("utf-8"))]
    found += missing((ROOT / "pyproject.toml").read_text("utf-8"), (ROOT / "requirements.lock").read_text("utf-8"))
    for finding in found:
        print(finding)
    return 1 if found else 0


def python_findings(path: str, text: str) -> Iterator[Finding]:
    """Yield what is wrong with a lock that pip or uv reads."""
    for number, line in enumerate(text.splitlines(), 1):
        if "://" in line or re.match(r"\s*(-i\b|-f\b|--(extra-)?index|--find-links|--trusted)", line):
            yield Finding(path, number, "names a download host: each machine configures its own registry")
        if re.match(r"[A-Za-z0-9]", line) and not re.match(r"[\w.\[\],-]+==[^\s;]+.*\\$", line):
            yield Finding(path, number, "is not an exact version followed by hashes: install only what was tested")


def naming_findings(path: str, text: str) -> Iterator[Finding]:
    """Yield settings that would force one registry on everyone, even though no lock names it."""
    for number, line in enumerate(text.splitlines(), 1):
        if re.search(r"registry\s*=|index-url|find-links|tool\.uv\.index|\bINDEX_URL", line):
            yield Finding(path, number, "names a download host: each machine configures its own registry")


def npm_findings(path: str, text: str) -> Iterator[Finding]:
    """Yield what is wrong with a lock that npm reads."""
    for number, line in enumerate(text.splitlines(), 1):
        if re.search(r'"resolved":\s*"http', line):
            yield Finding(path, number, "names a download host: each machine configures its own registry")
    for name, package in json.loads(text).get("packages", {}).items():
        if name and not package.get("link") and "integrity" not in package and not package.get("inBundle"):
            yield Finding(path, 1, f"{name} has no integrity hash: install only what was tested")


def missing(project: str, lock: str) -> Iterator[Finding]:
    """Yield the packages that the project needs and its lock does not have."""
    declared = tomllib.loads(project)["project"]
    wanted = [
        *declared["dependencies"],
        *(name for names in declared["optional-dependencies"].values() for name in names),
    ]
    locked = set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE))
    for name in (re.split(r"[\[<>=!~; ]", want)[0].lower() for want in wanted):
        if name not in locked:
            yield Finding("pyproject.toml", 1, f"{name} is not in requirements.lock: recompile it (CONTRIBUTING.md)")


if __name__ == "__main__":
    sys.exit(main())
