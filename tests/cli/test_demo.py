"""The demo starts, refuses to start twice, keeps its processes alive, and leaves nothing behind however it ends."""

import os
import signal
import smtplib
import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import psutil
import pytest

from portal.cli.demo.sockets import is_ready
from portal.cli.main import main
from tests.fixtures.demo import Demo, free_port
from tests.fixtures.waiting import SECONDS, comes_true


def serves(demo: Demo) -> bool:
    return is_ready(demo.port, "mcgrath.localhost")


def named(demo: Demo, words: str) -> psutil.Process | None:
    """A process of the demo whose command holds these words; those that end meanwhile are passed over."""
    for process in demo.processes():
        with suppress(psutil.NoSuchProcess):
            if words in " ".join(process.cmdline()):
                return process
    return None


def test_it_says_where_it_is_and_who_can_sign_in(demo: Demo) -> None:
    assert demo.said[-1] == f"Ready: http://mcgrath.localhost:{demo.port}\n"
    assert [line for line in demo.said if "Warning" in line or "Traceback" in line] == []
    record = demo.record()
    assert (record["url"], record["mail"]) == (f"http://mcgrath.localhost:{demo.port}", "mail")
    assert record["agencies"][0]["host"] == "mcgrath.localhost"


Refusal = Callable[..., str]


@pytest.fixture
def refusal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Refusal:
    """What a command that cannot run says, which is one line, with exit 2."""

    def refused(variables: dict[str, str], *arguments: str) -> str:
        for name in set(os.environ) - set(variables):
            monkeypatch.delenv(name)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        said = capsys.readouterr()
        assert (ended.value.code, said.out, said.err.count("\n")) == (2, "", 1)
        return said.err

    return refused


def test_a_second_demo_on_the_same_folder_is_refused(demo: Demo, refusal: Refusal) -> None:
    other = Demo(demo.var, free_port())
    assert "in use by another portal" in refusal(other.variables(), "demo", "run")


def test_a_port_in_use_is_named(demo: Demo, refusal: Refusal) -> None:
    other = Demo(demo.var.with_name("other"), demo.port)
    expected = f"portal: PORTAL_PORT: port {demo.port} is in use by another program\n"
    assert refusal(other.variables(), "demo", "run") == expected


def test_a_running_demo_is_not_started_over(demo: Demo, refusal: Refusal) -> None:
    assert "in use by another portal" in refusal(demo.variables(), "demo", "reset")


def test_without_a_running_demo_its_clock_cannot_be_asked(demo: Demo, refusal: Refusal) -> None:
    nowhere = Demo(demo.var.with_name("nowhere"), demo.port)
    expected = "portal: no demo is running on this PORTAL_VAR. Start one with make demo\n"
    assert refusal(nowhere.variables(), "demo", "now") == expected


@pytest.mark.parametrize("words", [["run"], ["now"], ["advance", "1d"], ["reset"]])
def test_production_has_no_demo(tmp_path: Path, refusal: Refusal, words: list[str]) -> None:
    variables = {
        "PORTAL_ENV": "production",
        "PORTAL_VAR": str(tmp_path),
        "PORTAL_SECRET_KEY": "a secret that only these tests have",
        "PORTAL_MAIL_DOMAIN": "mail.example",
        "DATABASE_URL": "postgresql://app@db.invalid/portal",
        "REDIS_URL": "redis://redis.invalid",
        "SMTP_URL": "smtp://mail.invalid",
    }
    assert refusal(variables, "demo", *words).startswith("portal: PORTAL_ENV: ")


def test_every_check_passes_beside_it(demo: Demo) -> None:
    answer = demo.run("check")
    assert (answer.returncode, answer.stdout.count("\nok"), answer.stderr) == (0, 5, "")


def test_the_catcher_files_a_mail_whole(demo: Demo) -> None:
    text = "Subject: Grüße\r\nX-Test: catcher\r\n\r\nLine one\r\n.dot\r\n"
    with smtplib.SMTP("127.0.0.1", catcher_port(demo)) as smtp:
        smtp.sendmail("from@example.com", ["to@example.com"], text.encode(), mail_options=["SMTPUTF8"])
    (caught,) = (mail for mail in demo.mails() if mail["X-Test"] == "catcher")
    assert (caught["Return-Path"], caught["Delivered-To"]) == ("<from@example.com>", "to@example.com")
    assert caught.get_content().splitlines() == ["Line one", ".dot"]


def catcher_port(demo: Demo) -> int:
    catcher = named(demo, "demo.mail_catcher")
    assert catcher is not None
    return next(found.laddr.port for found in catcher.net_connections() if found.status == psutil.CONN_LISTEN)


def test_the_clock_moves_ahead_by_what_was_asked(demo: Demo) -> None:
    before = datetime.fromisoformat(demo.run("demo", "now").stdout.strip())
    answer = demo.run("demo", "advance", "90m")
    after = datetime.fromisoformat(answer.stdout.strip())
    assert answer.returncode == 0
    assert timedelta(minutes=90) <= after - before < timedelta(minutes=91)


@pytest.mark.parametrize("length", ["7", "0d", "-1d", "1w", "d", "99999999d"])
def test_a_length_that_is_none_is_refused(length: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["demo", "advance", "--", length])
    assert ended.value.code == 2
    assert "is no length of time such as 7d, 36h or 90m" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", ["portal web", "portal worker", "portal scheduler", "demo.mail_catcher", "bin/postgres", "valkey-server"]
)
def test_a_killed_process_is_replaced_and_the_demo_serves_again(demo: Demo, words: str) -> None:
    victim = named(demo, words)
    assert victim is not None
    victim.kill()
    assert psutil.wait_procs([victim], timeout=SECONDS)[1] == []
    assert comes_true(lambda: named(demo, words) is not None)
    assert comes_true(lambda: serves(demo))


def test_killed_with_everything_it_started_alive_it_leaves_nothing_and_starts_again(demo: Demo) -> None:
    processes = demo.processes()
    demo.end(signal.SIGKILL)
    assert psutil.wait_procs(processes, timeout=SECONDS)[1] == []
    demo.start()
    assert serves(demo)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_quietly_and_leaves_no_process_and_no_socket(demo: Demo, how: signal.Signals) -> None:
    if not demo.runs:
        demo.start()
    processes = demo.processes()
    code, said = demo.end(how)
    assert code == 0
    assert "Traceback" not in said and "Warning" not in said
    assert psutil.wait_procs(processes, timeout=SECONDS)[1] == []
    assert [path for path in demo.var.rglob("*") if path.is_socket()] == []
    assert not (demo.var / "running.json").exists()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", demo.port)) != 0
