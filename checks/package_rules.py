"""Rules that need several files: class names are unique, and areas of the web see only what others offer them."""

import ast
from collections.abc import Iterator, Mapping

from checks.finding import Finding

WEB = ("portal", "web")
SHARED = "shared"
OFFERED = ("list_page", "presenter", "status")
"""The modules of an area that other areas may import."""
TESTS_OF_NO_PACKAGE = {"architecture", "benchmarks", "hostile", "journeys", "web/true_sentences", "web/voice"}
"""Folders of tests that are about the project as a whole."""


def findings(sources: Mapping[str, str]) -> Iterator[Finding]:
    """Yield every violation in these Python files, by their path in the project."""
    trees = {path: ast.parse(source) for path, source in sources.items() if path.startswith("portal/")}
    yield from _repeated_classes(trees)
    yield from _misplaced_tests(sources)
    for path, tree in trees.items():
        parts = path.split("/")
        if tuple(parts[:2]) == WEB and len(parts) > 3:
            yield from _imports_of_areas(path, parts[2], tree)


def _misplaced_tests(sources: Mapping[str, str]) -> Iterator[Finding]:
    folders = {path.rpartition("/")[0] for path in sources}
    for path in sources:
        folder, _, name = path.rpartition("/")
        of = folder.removeprefix("tests/")
        if not path.startswith("tests/") or not name.startswith("test_") or of in TESTS_OF_NO_PACKAGE:
            continue
        if f"portal/{of}" not in folders:
            yield Finding(path, 1, f"there is no portal/{of}; tests are in the folder of what they test")


def _repeated_classes(trees: Mapping[str, ast.Module]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for path, tree in sorted(trees.items()):
        for node in tree.body:
            if not isinstance(node, ast.ClassDef) or node.name.startswith("_"):
                continue
            if node.name in first:
                sentence = f"class {node.name} is in {first[node.name]} too; give one of them another name"
                yield Finding(path, node.lineno, sentence)
            first.setdefault(node.name, path)


def _imports_of_areas(path: str, area: str, tree: ast.Module) -> Iterator[Finding]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("portal.web."):
            continue
        _, _, other, *rest = (node.module or "").split(".")
        modules = rest[:1] or [alias.name for alias in node.names]
        if other in (area, SHARED) or (area != SHARED and all(module in OFFERED for module in modules)):
            continue
        offered = ", ".join(OFFERED)
        sentence = f"imports {other}; an area of the web imports shared, the domain, and of others only: {offered}"
        yield Finding(path, node.lineno, sentence)
