"""The command line: quick to start, with help everywhere, and one clear line for what cannot be."""

import subprocess
import sys
from importlib import import_module

import click
import pytest

from portal.cli.main import COMMANDS, main

HEAVY = ("flask", "sqlalchemy", "redis", "rq", "portal.app")


def walk(command: click.Command, path: tuple[str, ...]) -> list[tuple[tuple[str, ...], click.Command]]:
    below = command.commands if isinstance(command, click.Group) else {}
    return [(path, command), *(found for name, one in below.items() for found in walk(one, (*path, name)))]


EVERY = [found for name, entry in COMMANDS.items() for found in walk(import_module(entry.module).command, (name,))]


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    captured = capsys.readouterr()
    return ended.value.code, captured.out, captured.err


@pytest.mark.parametrize("path", [path for path, _ in EVERY], ids=" ".join)
def test_every_command_has_help_with_an_example(path: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, *path, "--help")
    assert (code, err) == (0, "")
    assert "Example" in out and "portal " + path[0] in out


def test_help_names_every_command_without_importing_any(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "--help")
    assert code == 0
    assert all(name in out and entry.line in out for name, entry in COMMANDS.items())


@pytest.mark.parametrize("arguments", [["--help"], ["plan", "--help"], ["inspect", "--help"]])
def test_what_needs_no_server_imports_nothing_of_one(arguments: list[str]) -> None:
    script = f"""
import sys
from portal.cli.main import main
try:
    main({arguments!r})
except SystemExit:
    print(*sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)
"""
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert answer.stderr.split() == []


def test_an_unknown_command_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, "dance")
    assert (code, out) == (2, "")
    assert "No such command 'dance'" in err


@pytest.mark.parametrize("command", ["web", "worker", "scheduler", "migrate", "check"])
def test_a_wrong_variable_stops_every_program_in_one_line(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_ENV", "test")
    monkeypatch.setenv("PORTAL_PORT", "http")
    code, out, err = said(capsys, command)
    assert (code, out) == (2, "")
    assert err == "portal: PORTAL_PORT: has to be a whole number from 1 to 65535, not 'http'\n"


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "--version")[:2] == (0, "0.1.0\n")
