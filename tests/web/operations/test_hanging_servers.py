"""A database or a Redis that hangs or is away: the process serves on, says what is wrong, and nobody waits for long."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread
from time import monotonic
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from portal.app import create_app
from portal.core import timeouts
from portal.core.db import db
from portal.core.services import replace_services
from portal.core.settings import Settings
from portal.core.timeouts import StatementTimeouts
from tests.factories.firm import Firm
from tests.fixtures.app import Browser
from tests.fixtures.services import replaced
from tests.fixtures.waiting import comes_true

SOON: dict[str, Any] = {"connect_seconds": 2, "redis_seconds": 1, "statement_seconds": 1, "lock_seconds": 1}


@pytest.fixture
def hanging() -> Iterator[int]:
    """The port of a server that takes every connection and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as server:
        yield server.getsockname()[1]


@contextmanager
def serving(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    yield app
    with app.app_context():
        db.engine.dispose()


def within(seconds: float, app: Flask, path: str, host: str = "http://mcgrath.localhost") -> tuple[int, str]:
    began = monotonic()
    answer = app.test_client().get(path, base_url=host)
    assert monotonic() - began < seconds, path
    return answer.status_code, answer.text


def test_where_the_database_hangs_pages_say_so_and_the_process_serves_on(settings: Settings, hanging: int) -> None:
    url = f"postgresql+psycopg://portal@127.0.0.1:{hanging}/portal"
    with serving(replace(settings, database_url=url, **SOON)) as app:
        assert within(4, app, "/healthz")[0] == 200
        status, said = within(4, app, "/readyz")
        assert status == 503
        assert '"database":false' in said and '"redis":true' in said
        status, page = within(4, app, "/today")
        assert status == 503
        assert "Nothing was saved" in page
        status, page = within(0.5, app, "/today")
        assert status == 503, "the next page does not wait for the time-out again"
        assert app.test_client().get("/today", base_url="http://mcgrath.localhost").headers["Retry-After"] == "30"


def test_where_the_database_is_away_pages_say_so(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with serving(replace(settings, database_url=f"postgresql+psycopg://portal@127.0.0.1:{port}/portal")) as app:
        status, page = within(2, app, "/today")
        assert status == 503
        assert "reach its database" in page
        status, said = within(4, app, "/readyz")
        assert status == 503
        assert "it cannot be used" in said
        assert str(port) not in said


def test_where_redis_hangs_pages_come_and_readyz_says_so(
    settings: Settings,
    hanging: int,
    firm: Firm,
) -> None:
    firm.commit()
    with serving(replace(settings, redis_url=f"redis://127.0.0.1:{hanging}/0", **SOON)) as app:
        assert within(4, app, "/healthz")[0] == 200
        status, said = within(4, app, "/readyz")
        assert status == 503
        assert '"redis":"no answer within 0.8 seconds"' in said
        began = monotonic()
        browser = Browser(app, firm.url)
        answer = browser.post("/sign-in", {"email": "nobody@example.com", "password": "no password of anybody"})
        assert answer.status_code in (401, 422)
        assert monotonic() - began < 8


@pytest.fixture
def impatient(app: Flask) -> Iterator[None]:
    """Statements and locks end soon."""
    with replaced(app, timeouts=StatementTimeouts(0.2, 0.1)):
        yield


@pytest.mark.usefixtures("impatient")
def test_a_statement_and_a_lock_end_in_time(firm: Firm) -> None:
    firm.session.rollback()
    with pytest.raises(OperationalError, match="statement timeout"):
        firm.session.execute(text("select pg_sleep(20)"))
    firm.session.rollback()
    taken, done = Event(), Event()

    def holds() -> None:
        with db_engine.connect() as other:
            other.execute(text("select pg_advisory_xact_lock(77)"))
            taken.set()
            done.wait()

    db_engine = db.engine
    holder = Thread(target=holds)
    holder.start()
    taken.wait()
    try:
        with pytest.raises(OperationalError, match="lock timeout"):
            firm.session.execute(text("select pg_advisory_xact_lock(77)"))
    finally:
        done.set()
        holder.join()
        firm.session.rollback()


def test_a_connection_whose_server_falls_silent_is_given_up(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeouts, "CLIENT_MARGIN_SECONDS", 0.1)
    monkeypatch.setattr(timeouts, "RECONNECT_PAUSE_SECONDS", 0.5)

    def opens() -> bool:
        try:
            return bool(db.session.connection())
        except OperationalError:
            db.session.rollback()
            return False

    with serving(settings) as app, app.app_context():
        with db.engine.connect() as connection:
            replace_services(app, timeouts=StatementTimeouts(0.2, 0.1))
            # Outside a tenant the server has no limit, so it is as silent as one that hangs.
            with pytest.raises(OperationalError, match="did not answer in time"):
                connection.execute(text("select pg_sleep(20)"))
            assert connection.invalidated
        with pytest.raises(OperationalError, match="a moment ago"):
            db.engine.connect()
        assert comes_true(opens)  # although it is asked all the time
