"""`portal web` serves in production and in development, and ends when it is told."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic

import psutil
import pytest

from portal.cli.web import gunicorn_options
from portal.core.settings import Settings
from tests.fixtures.demo import free_port
from tests.fixtures.waiting import SECONDS, comes_true

PRODUCTION = {
    "PORTAL_SECRET_KEY": "a secret that only these tests have",
    "PORTAL_MAIL_DOMAIN": "mail.example",
    "SMTP_URL": "smtp://127.0.0.1:9",
}
Serve = Callable[[dict[str, str]], tuple[int, "subprocess.Popen[bytes]"]]


@pytest.fixture
def serve(settings: Settings, tmp_path: Path) -> Iterator[Serve]:
    """Starts `portal web` on this process's database, with the variables it is given."""
    started: list[subprocess.Popen[bytes]] = []

    def start(variables: dict[str, str]) -> tuple[int, subprocess.Popen[bytes]]:
        port = free_port()
        servers = {"DATABASE_URL": settings.database_url or "", "REDIS_URL": settings.redis_url or ""}
        env = {**os.environ, **servers, "PORTAL_VAR": str(tmp_path), "PORTAL_PORT": str(port), **variables}
        with (tmp_path / "web.log").open("wb") as log:
            started.append(subprocess.Popen([sys.executable, "-m", "portal", "web"], env=env, stdout=log, stderr=log))
        return port, started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def lives(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", "/healthz", headers={"Host": "nobody.example"})
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


@pytest.mark.parametrize("variables", [PRODUCTION | {"PORTAL_ENV": "production"}, {"PORTAL_ENV": "dev"}])
def test_it_serves_and_ends_when_told(serve: Serve, tmp_path: Path, variables: dict[str, str]) -> None:
    port, process = serve(variables)
    assert comes_true(lambda: lives(port)), (tmp_path / "web.log").read_text()
    process.send_signal(signal.SIGTERM)
    assert process.wait(SECONDS) == 0
    assert (tmp_path / "web.log").read_text() == ""


def test_gunicorn_s_own_lines_are_json_as_all_others(serve: Serve, tmp_path: Path) -> None:
    port, process = serve(PRODUCTION | {"PORTAL_ENV": "production"})
    log = tmp_path / "web.log"
    assert comes_true(lambda: lives(port)), log.read_text()
    psutil.Process(process.pid).children()[0].kill()
    assert comes_true(lambda: log.read_text().endswith("\n"))
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(line["logger"], line["level"]) for line in lines] == [("gunicorn.error", "error")]
    assert "SIGKILL" in lines[0]["event"]


@pytest.mark.parametrize(
    ("variables", "host", "served"),
    [
        (PRODUCTION, None, "0.0.0.0:8000"),
        (PRODUCTION, "127.0.0.1", "127.0.0.1:8000"),
        ({"PORTAL_ENV": "demo"}, None, "127.0.0.1:8000"),
    ],
)
def test_production_serves_at_every_address_unless_one_is_named(
    settings: Settings, variables: dict[str, str], host: str | None, served: str
) -> None:
    servers = {"DATABASE_URL": settings.database_url or "", "REDIS_URL": settings.redis_url or ""}
    found = gunicorn_options(Settings.from_environment({**servers, **variables}), (), host)
    assert found["bind"] == [served]


def test_connections_opened_ahead_by_browsers_let_nobody_wait(serve: Serve, tmp_path: Path) -> None:
    port, process = serve({"PORTAL_ENV": "test"})
    assert comes_true(lambda: lives(port)), (tmp_path / "web.log").read_text()
    with ExitStack() as idle:
        for _ in range(24):
            idle.enter_context(socket.create_connection(("127.0.0.1", port)))
        before = monotonic()
        assert lives(port)
        assert monotonic() - before < 3
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
        assert monotonic() - before < 10


def test_in_production_the_demo_s_secret_is_refused_before_anything_starts(serve: Serve, tmp_path: Path) -> None:
    variables = PRODUCTION | {"PORTAL_ENV": "production", "PORTAL_SECRET_KEY": ""}
    _, process = serve(variables)
    assert process.wait(SECONDS) == 2
    assert (tmp_path / "web.log").read_text() == "portal: PORTAL_SECRET_KEY: is needed in production\n"
