"""PostgreSQL and Valkey are stopped and started while pages and emails are under way: nothing of it is lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from threading import Event, Thread
from time import monotonic

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.core.db import db
from portal.core.services import replace_services, services
from portal.core.settings import SmtpServer
from portal.messaging import sending
from portal.messaging.smtp import SmtpConnection
from tests.factories.firm import Firm
from tests.factories.mould import Mould
from tests.fixtures.app import Browse, Browser
from tests.fixtures.house import House
from tests.fixtures.waiting import SECONDS, comes_true
from tests.messaging.catching import caught
from tests.messaging.conftest import Outbox

ANSWER_SECONDS = 5.0  # a busy machine; test_hanging_servers.py holds a quiet one to one second


@pytest.fixture
def here(house: House, app: Flask) -> Iterator[Flask]:
    """An application on servers that this test may stop; after it they run."""
    made = create_app(house.settings)
    yield made
    house.servers.revive()
    with made.app_context():
        db.engine.dispose()
    create_app(services(app).settings)  # what the process has once, such as its count of requests


@pytest.fixture
def agency(here: Flask) -> Iterator[Firm]:
    """An agency on these servers."""
    with here.app_context():
        made = Mould.made(here).cast(here)
        made.commit()
        yield made


def fetch(browser: Browser, path: str) -> TestResponse:
    began = monotonic()
    answer = browser.get(path)
    assert monotonic() - began < ANSWER_SECONDS, path
    return answer


def is_said(browser: Browser, *words: str) -> bool:
    """Whether /readyz comes to say this; each time it answers soon."""

    def says() -> bool:
        ready = fetch(browser, "/readyz")
        return all(word in f"{ready.status_code} {ready.text}" for word in words)

    return comes_true(says)


def employers(firm: Firm, name: str) -> int:
    return firm.session.execute(text("select count(*) from employers where name = :name"), {"name": name}).scalar_one()


def test_while_postgresql_restarts_pages_say_so_and_nothing_is_lost(house: House, agency: Firm) -> None:
    browser, other = Browse(agency)(agency.recruiter), Browse(agency)(agency.owner)
    assert browser.post("/employers/new", {"name": "Umbra Foods"}).status_code == 302
    form = {"name": "Globex", "form_token": "0" * 32, "csrf_token": browser.csrf_token("/nowhere")}
    statuses: list[int] = [200]
    done = Event()
    agency.session.rollback()

    def read_on() -> None:
        while not done.is_set():
            statuses.append(other.get("/today").status_code)

    reader = Thread(target=read_on)
    reader.start()
    try:
        house.postgres.stop()
        assert is_said(browser, "503", '"database":false', '"redis":true')
        assert fetch(browser, "/healthz").status_code == 200
        refused = browser.post("/employers/new", form)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
        assert "Nothing was saved" in refused.text
        assert fetch(browser, "/today").status_code == 503
        assert comes_true(lambda: 503 in statuses)
        assert house.servers.revive() == ["PostgreSQL"]
        assert comes_true(lambda: statuses[-1] == 200)
    finally:
        done.set()
        reader.join()
    assert set(statuses) == {200, 503}
    assert fetch(browser, "/today").status_code == 200, "still signed in, and the first page comes"
    assert is_said(browser, '"database":true')
    assert [browser.post("/employers/new", form).status_code for _ in range(2)] == [302, 302]
    assert (employers(agency, "Umbra Foods"), employers(agency, "Globex")) == (1, 1)


def test_while_valkey_restarts_everything_but_readyz_goes_on(house: House, agency: Firm) -> None:
    browser, email = Browse(agency)(agency.recruiter), agency.owner.email
    house.valkey.stop()
    assert is_said(browser, "503", '"database":true', '"redis":false')
    assert fetch(browser, "/today").status_code == 200
    assert browser.post("/mail/test").status_code == 302, "the email is a row, which the next tick finds"
    assert Browser(agency.app, agency.url).sign_in(email)
    assert house.servers.revive() == ["Valkey"]
    assert is_said(browser, '"redis":true')
    assert agency.session.execute(text("select state from outgoing_messages")).scalar_one() == "queued"


def test_what_the_mail_server_took_is_recorded_once_postgresql_is_back(house: House, agency: Firm) -> None:
    catcher, controller = caught()
    controller.start()
    server = SmtpServer("127.0.0.1", controller.port, None, None, "none")
    replace_services(agency.app, transport=replace(sending.transport(), connect=lambda: SmtpConnection(server)))
    outbox, stopped = Outbox(agency), Event()
    mails = [outbox.put() for _ in range(3)]

    def stops(*_asked: object) -> str:
        if not stopped.is_set():
            house.postgres.stop()
            stopped.set()
        return "250 OK"

    catcher.answer_data = stops
    with ThreadPoolExecutor(1) as worker:
        sending_now = worker.submit(copy_context().run, outbox.send)
        assert stopped.wait(SECONDS)
        assert house.servers.revive() == ["PostgreSQL"]
        assert sending_now.result() == 3
    assert outbox.fate(mails[0]) == ("sent", None)
    outbox.send_all()
    controller.stop()
    assert [outbox.fate(mail) for mail in mails] == [("sent", None)] * 3
    assert len(catcher.mails) == 3
