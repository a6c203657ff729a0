"""Nobody's address stands in a log, wherever it came from."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from rq.logutils import setup_loghandlers

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


def test_each_line_has_the_ids_of_its_request_or_job_and_no_other_s(capsys: pytest.CaptureFixture[str]) -> None:
    with as_in_production():
        logs.begin_request("0123456789ab")
        logs.name_agency("an agency")
        logging.getLogger("probe").warning("in a request")
        logs.begin_request("ba9876543210")
        with logs.job_named(job="mail_due"):
            logging.getLogger("probe").warning("in a job", extra={"server": "mail.example:25", "count": 3})
        logging.getLogger("probe").warning("after it")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    shown = [
        {name: line.get(name) for name in ("request", "agency", "job", "server", "count") if name in line}
        for line in lines
    ]
    assert shown == [
        {"request": "0123456789ab", "agency": "an agency"},
        {"request": "ba9876543210", "job": "mail_due", "server": "mail.example:25", "count": 3},
        {"request": "ba9876543210"},
    ]


def test_the_lines_of_rq_are_json_as_all_others(capsys: pytest.CaptureFixture[str]) -> None:
    with as_in_production():
        setup_loghandlers("WARNING", name="rq.worker")
        logging.getLogger("rq.worker").warning("a job of ada@example.org failed")
    line = json.loads(capsys.readouterr().err)
    assert (line["logger"], line["event"]) == ("rq.worker", "a job of [address] failed")
