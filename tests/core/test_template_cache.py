"""A template is compiled once for all processes, until it reads otherwise."""

import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from portal.core import template_cache


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of templates; Python keeps what it compiles."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "hello.html").write_text("{% if name %}\nHello {{ name }}\n{% endif %}")
    return tmp_path


def read(texts: Path, compiles: list[str], *, trim: bool = False) -> str:
    """What a process that starts now makes of the template; `compiles` says whether it had to compile it."""

    class Watched(Environment):
        def _compile(self, source: str, filename: str) -> object:  # type: ignore[override]
            compiles.append(filename)
            return super()._compile(source, filename)

    environment = Watched(loader=FileSystemLoader(texts), trim_blocks=trim)
    template_cache.enable(environment, texts / "kept")
    return environment.get_template("hello.html").render(name="Ann")


def test_the_next_process_finds_it_compiled_until_its_text_changes(texts: Path) -> None:
    compiles: list[str] = []
    assert {read(texts, compiles) for _ in range(3)} == {"\nHello Ann\n"}
    assert len(compiles) == 1
    (texts / "hello.html").write_text("Good day {{ name }}")
    assert (read(texts, compiles), len(compiles)) == ("Good day Ann", 2)


def test_compiled_with_other_options_it_is_another(texts: Path) -> None:
    compiles: list[str] = []
    assert read(texts, compiles) == "\nHello Ann\n"
    assert (read(texts, compiles, trim=True), len(compiles)) == ("Hello Ann\n", 2)


def test_nothing_is_kept_where_python_keeps_nothing(texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    compiles: list[str] = []
    assert (read(texts, compiles), read(texts, compiles), len(compiles)) == ("\nHello Ann\n", "\nHello Ann\n", 2)
    assert not (texts / "kept").exists()


def test_nothing_is_kept_where_nothing_may_be_written(texts: Path) -> None:
    (texts / "kept").write_text("a file, where the folder would be")
    compiles: list[str] = []
    assert (read(texts, compiles), read(texts, compiles), len(compiles)) == ("\nHello Ann\n", "\nHello Ann\n", 2)
