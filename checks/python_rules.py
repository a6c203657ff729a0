"""House rules about Python, read from its syntax tree."""

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from checks.finding import Finding

LINES_A_FILE = 300
LINES_A_FUNCTION = 40
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc"}
OF_NO_DOMAIN = {"core", "web", "api", "jobs", "cli"}
CLOCKS = {
    "datetime": {"now", "utcnow", "today", "fromtimestamp"},
    "date": {"today", "fromtimestamp"},
    "time": {"time", "time_ns", "localtime", "gmtime"},
}
CLOCK_READERS = {"portal/core/clock.py"}
COMMITTERS = {"portal/messaging/batch.py"}
"""Sending commits before and after each mail, for no transaction is open while a server is asked."""


def findings(path: str, source: str) -> Iterator[Finding]:
    """Every breach in one Python file; `path` is relative to the project."""
    yield from _file(path, source)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _function(path, node)
        elif isinstance(node, ast.Call):
            yield from _call(path, node)
        elif isinstance(node, ast.Attribute):
            yield from _attribute(path, node)


def _file(path: str, source: str) -> Iterator[Finding]:
    lines = source.count("\n")
    if lines > LINES_A_FILE:
        yield Finding(
            path, lines, f"{lines} lines, more than {LINES_A_FILE}: nobody reads that at once; split it by meaning"
        )
    if path.endswith("__init__.py") and source.strip():
        yield Finding(
            path, 1, "an __init__.py holds no code: importing a package does nothing, and its modules are its contents"
        )
    rooms = {PurePosixPath(part).stem for part in PurePosixPath(path).parts}
    for name in sorted(rooms & NAMELESS):
        yield Finding(
            path, 1, f"{name!r} says nothing of what is in it, so everything ends up there; name it by its meaning"
        )


def _function(path: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Finding]:
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    if lines > LINES_A_FUNCTION:
        sentence = f"{node.name} has {lines} lines, more than {LINES_A_FUNCTION}: give its parts names of their own"
        yield Finding(path, node.lineno, sentence)
    if _is_test(path) and node.name.startswith("test_") and not _can_fail(node):
        yield Finding(path, node.lineno, f"{node.name} asserts nothing, so it cannot fail and proves nothing")


def _call(path: str, node: ast.Call) -> Iterator[Finding]:
    owner, name = _named(node.func)
    if path.startswith("portal/") and path not in CLOCK_READERS and name in CLOCKS.get(owner, ()):
        yield Finding(
            path, node.lineno, f"{owner}.{name}() reads a clock: only portal/core/clock.py does; take `now` as argument"
        )
    if name == "commit" and _is_domain(path) and path not in COMMITTERS:
        yield Finding(
            path, node.lineno, "an action never commits: the edge does, once, so that all of a request is kept or none"
        )
    if _is_test(path) and (owner, name) == ("time", "sleep"):
        yield Finding(
            path, node.lineno, "a test that sleeps is slow, and fails on a slower machine; wait for the event itself"
        )


def _attribute(path: str, node: ast.Attribute) -> Iterator[Finding]:
    owner, name = _named(node)
    if _is_test(path) and owner in {"pytest", "mark"} and name in {"skip", "skipif", "xfail", "importorskip"}:
        yield Finding(path, node.lineno, f"{name}: no test is skipped or expected to fail; make it pass, or delete it")


def _named(node: ast.expr) -> tuple[str, str]:
    """The last two names of `a.b.c`, as (b, c)."""
    if isinstance(node, ast.Attribute):
        owner = node.value
        return (
            owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
        ), node.attr
    return "", node.id if isinstance(node, ast.Name) else ""


def _can_fail(node: ast.AST) -> bool:
    return any(
        isinstance(part, ast.Assert)
        or (isinstance(part, ast.Call) and _named(part.func)[1].startswith(("assert", "raises", "expect", "to_")))
        for part in ast.walk(node)
    )


def _is_domain(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return parts[0] == "portal" and len(parts) > 2 and parts[1] not in OF_NO_DOMAIN


def _is_test(path: str) -> bool:
    return path.startswith("tests/")
