"""House rules for Python, checked on its syntax tree."""

import ast
import re
from collections.abc import Iterator

from checks.finding import Finding

ROUTES = {"route", "get", "post", "Blueprint"}
OURS = ("portal", "checks", "benchmarks", "tests")
PUBLIC_IN_SPITE = {"_asdict", "_exit", "_fields", "_mapping", "_replace"}
"""Names that the standard library and SQLAlchemy document, although they begin with an underscore."""
LINES_A_FILE = 300
LINES_A_FUNCTION = 40
STATEMENTS_A_VIEW = 15
CLOCKS = {
    "datetime": {"now", "utcnow", "today", "fromtimestamp"},
    "date": {"today", "fromtimestamp"},
    "time": {"time", "time_ns", "localtime", "gmtime"},
}
CLOCK_READERS = {"portal/core/clock.py", "portal/core/machine_clock.py"}
COLLECTIONS = (ast.List, ast.Set, ast.Dict, ast.ListComp, ast.SetComp, ast.DictComp)
COLLECTION_TYPES = {"list", "set", "dict", "defaultdict", "deque", "Counter", "OrderedDict"}
COMMAND = {"session", "by", "now"}
STATE = "constants are UPPERCASE, and what the application is given is in portal/core/services.py"
EDGES = (
    "portal/core/",
    "portal/cli/",
    "portal/jobs/runner.py",
    "portal/sample/",
    "portal/web/shared/request_cycle.py",
    "portal/incoming/processing.py",
    "portal/messaging/sending.py",
    "portal/imports/reading.py",
)
"""Where work ends. Sending commits before and after each email: no transaction is open while a server is asked.

Reading a file to import commits each part: its page shows the progress, and "Stop" waits for no more than a part.
"""


def findings(path: str, source: str) -> Iterator[Finding]:
    """Yield every violation in one Python file; `path` is relative to the project."""
    yield from _file(path, source)
    tree = ast.parse(source)
    known = _imported(tree)
    if path.startswith("portal/"):
        yield from _process_state(path, tree)
    if path.startswith("portal/web/") and not path.endswith("/safe_paths.py"):
        yield from _literal_paths(path, tree)
    if _is_test(path):
        yield from _private_names(path, tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _function(path, node)
        elif isinstance(node, ast.Call):
            yield from _call(path, node, known)
        elif isinstance(node, ast.Attribute):
            yield from _attribute(path, node)


def _literal_paths(path: str, tree: ast.AST) -> Iterator[Finding]:
    """Yield every path of the portal that a view spells out, except where it declares its own."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _named(node.func)[1] in ROUTES]
    declared = {id(given) for call in calls for given in [*call.args, *(each.value for each in call.keywords)]}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in declared else None
        if isinstance(text, str) and re.match(r"/[a-z]", text):
            sentence = f"{text!r} is a path of the portal; build it with url_for"
            yield Finding(path, getattr(node, "lineno", 1), sentence)


def _process_state(path: str, tree: ast.Module) -> Iterator[Finding]:
    """Yield what a module would change while the program runs: all applications of a process would share it."""
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        names = [target.id for target in targets if isinstance(target, ast.Name) and not target.id.isupper()]
        if names and (isinstance(value, COLLECTIONS) or _is_collection_call(value)):
            yield Finding(path, node.lineno, f"{names[0]} is a collection that changes; {STATE}")
    for each in ast.walk(tree):
        if isinstance(each, ast.Global):
            yield Finding(path, each.lineno, f"global {', '.join(each.names)}; {STATE}")


def _is_collection_call(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Call) and _named(value.func)[1] in COLLECTION_TYPES


def _file(path: str, source: str) -> Iterator[Finding]:
    lines = source.count("\n")
    if lines > LINES_A_FILE:
        yield Finding(
            path, lines, f"{lines} lines, more than {LINES_A_FILE}: too long to read at once; split it by meaning"
        )
    if path.endswith("__init__.py") and source.strip():
        yield Finding(
            path, 1, "an __init__.py holds no code: importing a package does nothing, and its modules are its contents"
        )


def _function(path: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Finding]:
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    if lines > LINES_A_FUNCTION:
        sentence = f"{node.name} has {lines} lines, more than {LINES_A_FUNCTION}: split it into named parts"
        yield Finding(path, node.lineno, sentence)
    if (
        path.startswith("portal/")
        and {each.arg for each in ast.walk(node.args) if isinstance(each, ast.arg)} >= COMMAND
    ):
        sentence = f"{node.name} takes a session, an actor, and a moment: take a Command (portal/core/command.py)"
        yield Finding(path, node.lineno, sentence)
    if _is_view(node) and _statements(node) > STATEMENTS_A_VIEW:
        sentence = f"{node.name} has more than {STATEMENTS_A_VIEW} statements: a view loads, acts, and shows"
        yield Finding(path, node.lineno, sentence)
    if _is_test(path) and node.name.startswith("test_") and not _can_fail(node):
        yield Finding(path, node.lineno, f"{node.name} asserts nothing, so it cannot fail")


def _call(path: str, node: ast.Call, known: dict[str, tuple[str, str]]) -> Iterator[Finding]:
    owner, name = _named(node.func)
    owner, name = known.get(name, (owner, name)) if not owner else (known.get(owner, ("", owner))[1], name)
    if path.startswith("portal/") and path not in CLOCK_READERS and name in CLOCKS.get(owner, ()):
        yield Finding(
            path,
            node.lineno,
            f"{owner}.{name}() reads a clock: only portal/core/clock.py may; take `now` as an argument",
        )
    if name == "commit" and path.startswith("portal/") and not path.startswith(EDGES):
        yield Finding(
            path, node.lineno, "an action never commits: the edge commits once, so that a request is saved as a whole"
        )
    if _is_test(path) and (owner, name) == ("time", "sleep"):
        yield Finding(
            path, node.lineno, "a test that sleeps is slow, and fails on a slower machine; wait for the event itself"
        )


def _attribute(path: str, node: ast.Attribute) -> Iterator[Finding]:
    owner, name = _named(node)
    if _is_test(path) and owner in {"pytest", "mark"} and name in {"skip", "skipif", "xfail", "importorskip"}:
        yield Finding(path, node.lineno, f"{name}: no test is skipped or expected to fail; make it pass, or delete it")


def _private_names(path: str, tree: ast.AST) -> Iterator[Finding]:
    """Yield every private name of another module or object that a test uses."""
    sentence = "{} is private; a test goes through public names, so that the code behind them can change"
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").startswith(OURS):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.Attribute) and not _is_own(node.value):
            names = [node.attr]
        elif isinstance(node, ast.Call) and _named(node.func)[1] in {"setattr", "delattr", "getattr"}:
            names = [given.value for given in node.args if isinstance(given, ast.Constant) and type(given.value) is str]
        for name in names:
            if re.match(r"_[a-zA-Z]", name) and name not in PUBLIC_IN_SPITE:
                yield Finding(path, getattr(node, "lineno", 1), sentence.format(name))


def _is_own(owner: ast.expr) -> bool:
    """Return whether an attribute of this is the class's own."""
    if isinstance(owner, ast.Call):
        return _named(owner.func)[1] == "super"
    return isinstance(owner, ast.Name) and owner.id in ("self", "cls")


def _named(node: ast.expr) -> tuple[str, str]:
    """Return the last two names of `a.b.c`, as (b, c)."""
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


def _imported(tree: ast.AST) -> dict[str, tuple[str, str]]:
    """Return each imported name in this file with its origin, as (module, name)."""
    return {
        alias.asname or alias.name: (getattr(node, "module", None) or "", alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }


def _is_view(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    calls = (_named(each.func) for each in node.decorator_list if isinstance(each, ast.Call))
    return any(owner == "blueprint" and name in {"route", "get", "post"} for owner, name in calls)


def _statements(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many statements a function has, without its signature and docstring."""
    return sum(isinstance(each, ast.stmt) for each in ast.walk(node)) - 1 - (ast.get_docstring(node) is not None)


def _is_test(path: str) -> bool:
    return path.startswith("tests/")
