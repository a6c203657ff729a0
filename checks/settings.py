"""Check that code reads every setting, and that docs and `deploy/` name no variable without effect.

`python -m checks.settings`
"""

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from checks.finding import Finding
from checks.house_rules import files

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = "portal/core/settings.py"
NAMING = (".md", ".env", ".service")
"""The files that name variables for people to set, outside of the changelog."""
_VARIABLE = re.compile(r"\b(?:DATABASE|PORTAL|REDIS|SMTP)_[A-Z_]*[A-Z]\b")


def main() -> int:
    """Print every setting that nothing reads, and every variable that is none; return the exit code."""
    texts = {path: (ROOT / path).read_text("utf-8") for path in files() if path.endswith((".py", *NAMING))}
    found = list(findings({path: text for path, text in texts.items() if path.startswith("portal/")}))
    named = {path: text for path, text in texts.items() if path.endswith(NAMING) and path != "CHANGELOG.md"}
    found += unknown_variables(texts[SETTINGS], named)
    for finding in found:
        print(finding)
    return 1 if found else 0


def findings(sources: Mapping[str, str]) -> Iterator[Finding]:
    """Yield each field and property of `Settings` whose name no other file of the portal reads as an attribute."""
    others = [ast.parse(text) for path, text in sources.items() if path != SETTINGS]
    read = {node.attr for tree in others for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for name, line in _settings(sources[SETTINGS]):
        if name not in read:
            yield Finding(SETTINGS, line, f"{name} is never read: use it, or remove it and its variable")


def unknown_variables(settings: str, named: Mapping[str, str]) -> Iterator[Finding]:
    """Yield each variable that a text names and the settings do not know."""
    known = {node.value for node in ast.walk(ast.parse(settings)) if isinstance(node, ast.Constant)}
    for path, text in named.items():
        for found in _VARIABLE.finditer(text):
            if found[0] not in known:
                yield Finding(path, text.count("\n", 0, found.start()) + 1, f"there is no setting {found[0]}")


def _settings(text: str) -> Iterator[tuple[str, int]]:
    (settings,) = (node for node in ast.parse(text).body if isinstance(node, ast.ClassDef) and node.name == "Settings")
    for node in settings.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, node.lineno
        elif isinstance(node, ast.FunctionDef) and any(ast.unparse(each) == "property" for each in node.decorator_list):
            yield node.name, node.lineno


if __name__ == "__main__":
    sys.exit(main())
