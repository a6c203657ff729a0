"""The check that declared packages are imported ones finds each kind of difference."""

import pytest

from checks import dependencies

PROJECT = """
[project]
dependencies = ["flask>=3.1", "python-docx"]
[project.optional-dependencies]
embedded = ["psutil"]
dev = ["beautifulsoup4"]
"""
PROVIDERS = {"flask": ["Flask"], "docx": ["python_docx"], "bs4": ["beautifulsoup4"], "psutil": ["psutil"]}
SOURCES = {
    "portal/app.py": "import json\nfrom flask import g\nfrom portal.core import db\nimport docx.shared\n",
    "portal/embedded/orphans.py": "import psutil\n",
    "tests/test_app.py": "import bs4, psutil, flask\n",
}


def said(monkeypatch: pytest.MonkeyPatch, **sources: str) -> list[str]:
    monkeypatch.setattr(dependencies, "NOT_IMPORTED", {})
    changed = {path.replace("__", "/") + ".py": text for path, text in sources.items()}
    return [str(finding) for finding in dependencies.findings(PROJECT, {**SOURCES, **changed}, PROVIDERS)]


def test_what_is_imported_and_declared_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(monkeypatch) == []


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("portal__web__page", "import werkzeug\n", "portal/web/page.py:1: imports werkzeug"),
        ("portal__web__page", "def f():\n    from bs4 import Tag\n", "portal/web/page.py:2: imports bs4"),
        ("portal__web__page", "import psutil\n", "portal/web/page.py:1: imports psutil"),
        ("portal__embedded__orphans", "", "pyproject.toml:1: declares psutil (embedded)"),
        ("portal__app", "import docx\n", "pyproject.toml:1: declares flask (required)"),
        ("tests__test_app", "import flask\n", "pyproject.toml:1: declares beautifulsoup4 (dev)"),
    ],
)
def test_each_difference_is_found(monkeypatch: pytest.MonkeyPatch, path: str, text: str, found: str) -> None:
    (finding,) = said(monkeypatch, **{path: text})
    assert finding.startswith(found)


def test_an_excuse_for_what_is_not_declared_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dependencies, "NOT_IMPORTED", {"rich": "it is run by name"})
    (finding,) = dependencies.findings(PROJECT, SOURCES, PROVIDERS)
    assert "an exception for rich" in finding.sentence
