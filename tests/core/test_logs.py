"""Nobody's address stands in a log, wherever it came from."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from portal.core import logs


@contextmanager
def as_in_production() -> Iterator[None]:
    """The root logger is ours for the block; pytest has its own before and after."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()
    logs.configure(logging.INFO, as_json=True)
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize(
    "words",
    [
        "Key (email)=(ada.lovelace+jobs@mail.example.org) already exists",
        "<ada@example.org>: refused",
        "to='ada@münchen.example', from=ada@localhost",
    ],
)
def test_an_address_is_taken_out(capsys: pytest.CaptureFixture[str], words: str) -> None:
    with as_in_production():
        logging.getLogger("probe").warning("a row clashed: %s", words)
    line = json.loads(capsys.readouterr().err)
    assert "@" not in line["event"] and "[address]" in line["event"]
    assert (line["level"], line["logger"]) == ("warning", "probe")


def test_an_address_in_a_traceback_is_taken_out(capsys: pytest.CaptureFixture[str]) -> None:
    with as_in_production():
        error = ValueError("no such person: ada@example.org")
        logging.getLogger("probe").error("a job failed", exc_info=error)
    line = json.loads(capsys.readouterr().err)
    assert "ValueError: no such person: [address]" in line["exception"]
    assert "ada@example.org" not in line["exception"]
