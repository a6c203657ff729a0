"""Only portal/core/formatting.py writes days, times, and numbers for people: the rest names no format of its own."""

import ast
import re
from collections.abc import Iterator

from checks.finding import Finding

FORMATTER = "portal/core/formatting.py"
FORMATTING_MODULES = {"babel.dates", "babel.numbers", "babel.units"}
INSTEAD = "ask portal/core/formatting.py, which writes it as the reader's locale does"
FOR_PROGRAMS = "%Y-%m-%d"
"""How the patterns that programs read begin; people read none of those."""
DIRECTIVE = re.compile(r"%[-_]?[aAbBcdDeHIjmMpSxXyY]")
PATTERN = re.compile(r"(?<![A-Za-z])(?:E{3,4}|d{1,2} M{3,4}|M{3,4} d{1,2}|(?:H{1,2}|h{1,2}):mm)(?![A-Za-z])")
IN_TEXT = {
    r"\.strftime\b|\bformat_(?:date|time|datetime|skeleton|decimal)\b": f"formats by itself; {INSTEAD}",
    r"\bhour12\b|\.toLocale(?:Date|Time)?String\b|\.getHours\b": (
        "formats by itself; use Intl.DateTimeFormat with the page's data-locale and a style"
    ),
    PATTERN.pattern: f"is a format pattern; {INSTEAD}",
}


def findings(path: str, source: str) -> Iterator[Finding]:
    """Yield every format of its own in a Python file of the portal."""
    if not path.startswith("portal/") or path == FORMATTER:
        return
    for node in ast.walk(ast.parse(source)):
        sentence = _fault(node)
        if sentence:
            yield Finding(path, getattr(node, "lineno", 1), f"{sentence}; {INSTEAD}")


def text_findings(path: str, text: str) -> Iterator[Finding]:
    """Yield every format of its own in a template or a script."""
    if not path.startswith(("templates/", "static/src/")):
        return
    for pattern, sentence in IN_TEXT.items():
        for found in re.finditer(pattern, text):
            yield Finding(path, text.count("\n", 0, found.start()) + 1, f"{found[0]!r} {sentence}")


def _fault(node: ast.AST) -> str:
    """Return what is wrong with this part of a file; empty if nothing is."""
    if isinstance(node, ast.ImportFrom):
        return _import_fault(node.module or "", [alias.name for alias in node.names])
    if isinstance(node, ast.Import):
        return "".join(_import_fault(alias.name, []) for alias in node.names)
    if isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
        return _pattern_fault("".join(_words(part) for part in node.format_spec.values))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "strftime":
        return _pattern_fault(_words(node.args[0]) or "%a" if node.args else "%a")
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and PATTERN.search(node.value):
        return f"{PATTERN.search(node.value)[0]!r} is a format pattern"  # type: ignore[index] # it was found
    return ""


def _import_fault(module: str, names: list[str]) -> str:
    found = {module, *(f"{module}.{name}" for name in names)} & FORMATTING_MODULES
    if module == "flask_babel":
        found = {name for name in names if name.startswith("format_")}
    return f"imports {', '.join(sorted(found))}" if found else ""


def _pattern_fault(pattern: str) -> str:
    is_for_people = DIRECTIVE.search(pattern) and not pattern.startswith(FOR_PROGRAMS)
    return f"{pattern!r} is a format pattern" if is_for_people else ""


def _words(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
