"""Every path that the code still writes out leads to a page, and every `url_for` in a template names one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from flask import Flask
from jinja2 import nodes
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

ROOT = Path(__file__).resolve().parents[2]
MODULES = [
    path
    for path in sorted((ROOT / "portal").rglob("*.py"))
    if path.relative_to(ROOT).parts[1] not in ("cli", "core", "readers")
]
MAILS = [path for path in sorted((ROOT / "templates/mail").rglob("*")) if path.is_file()]
# The pages of the demo are left out: the application of the tests has none.
PAGES = [
    path for path in sorted((ROOT / "templates").rglob("*.html")) if path.parts[-2] != "demo" and path not in MAILS
]
OURS = re.compile(r"/(?:[a-z]|\{)")
ID = str(UUID(int=1))
PLACEHOLDER = re.compile(r"\{\w+\}")
ROUTES = {"route", "get", "post", "Blueprint"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def written_paths(tree: ast.AST) -> Iterator[str]:
    """Yield the paths that a module writes out, except where it declares its routes."""
    if isinstance(tree, ast.Call) and getattr(tree.func, "attr", getattr(tree.func, "id", "")) in ROUTES:
        return
    if isinstance(tree, ast.JoinedStr):
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else ID for part in tree.values)
        if text.startswith("/"):
            yield text
        return
    if isinstance(tree, ast.Constant) and isinstance(tree.value, str) and OURS.match(tree.value):
        yield PLACEHOLDER.sub(ID, tree.value)
    for child in ast.iter_child_nodes(tree):
        yield from written_paths(child)


def leads_somewhere(app: Flask, path: str) -> bool:
    """Return whether there is a page; what ends in a slash is the beginning of a path that ends in a token."""
    adapter = app.url_map.bind("agency.example")
    path = f"{path}token" if path.endswith("/") else path
    for method in ("GET", "POST"):
        try:
            adapter.match(path, method=method)
        except RequestRedirect:
            return False
        except HTTPException:
            continue
        return True
    return False


def test_every_path_in_the_code_leads_to_a_page(app: Flask) -> None:
    written = [
        (name_of(path), found) for path in MODULES for found in written_paths(ast.parse(path.read_text("utf-8")))
    ]
    lost = [(name, path) for name, path in written if not leads_somewhere(app, path)]
    assert written
    assert not lost


def test_a_path_that_leads_nowhere_is_found(app: Flask) -> None:
    tree = ast.parse('link = url(session, f"/nots/{note.id}")')
    assert [leads_somewhere(app, path) for path in written_paths(tree)] == [False]


def test_a_mail_is_given_its_links() -> None:
    path = re.compile(r"""["\s](?:\{\{[^}]*\}\})?/[a-z][^"\s]*""")
    assert {name_of(mail): found for mail in MAILS if (found := path.findall(mail.read_text("utf-8")))} == {}


def test_every_url_for_in_a_template_names_a_page_and_its_values(app: Flask) -> None:
    wrong = [
        (name_of(path), call.lineno, endpoint)
        for path in PAGES
        for call in app.jinja_env.parse(path.read_text("utf-8")).find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name == "url_for"
        for endpoint in endpoints_of(call.args[0])
        if not takes(app, endpoint, {keyword.key for keyword in call.kwargs})
    ]
    assert not wrong


def endpoints_of(named: nodes.Expr) -> list[str]:
    """Return the endpoint that a call names, or both where a condition chooses."""
    chosen = [named.expr1, named.expr2] if isinstance(named, nodes.CondExpr) else [named]
    return [str(each.value) if isinstance(each, nodes.Const) else "" for each in chosen]


def takes(app: Flask, endpoint: str, given: set[str]) -> bool:
    return any(rule.arguments <= given for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
