"""The demo's own pages: where to begin, the caught mail, the components; and none of them anywhere else."""

import json
import mailbox
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from portal.app import create_app
from portal.core.settings import Settings
from portal.jobs import runner
from tests.fixtures.app import Browser

AGENCY = {"name": "McGrath Systems", "host": "mcgrath.localhost", "url": "http://mcgrath.localhost:8000"}
OLGA = {"role": "owner", "name": "Olga Owner", "email": "olga@example.com", "password": "said here", "time_zone": "UTC"}


@pytest.fixture
def demo(settings: Settings, tmp_path: Path) -> Iterator[Browser]:
    with runner.jobs_context(create_app(replace(settings, environment="demo", var=tmp_path))) as made:
        yield Browser(made, "http://localhost")


def caught(var: Path, subject: str, *, html: str | None = None, date: str | None = None) -> str:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = subject, "portal@example.com", "ann@example.org"
    if date:
        mail["Date"] = date
    mail.set_content("In plain words.")
    if html:
        mail.add_alternative(html, subtype="html")
    return mailbox.Maildir(var / "mail", create=True).add(mail)


def test_the_bare_host_says_which_agencies_there_are_and_who_can_sign_in(demo: Browser, tmp_path: Path) -> None:
    assert demo.get("/").status_code == 200, "also before any agency was written down"
    record = {"url": AGENCY["url"], "mail": "mail", "agencies": [AGENCY | {"time_zone": "UTC", "accounts": [OLGA]}]}
    (tmp_path / "demo.json").write_text(json.dumps(record), "utf-8")
    page = demo.get("/").text
    assert all(word in page for word in ("McGrath Systems", "olga@example.com", "/demo/mail"))


def test_caught_mail_is_listed_the_latest_first_and_shown(demo: Browser, tmp_path: Path) -> None:
    old = caught(tmp_path, "The older", date="Thu, 05 Mar 2026 10:00:00 +0000")
    new = caught(tmp_path, "The newer", html="<p>In <b>HTML</b></p>", date="Fri, 06 Mar 2026 10:00:00 +0000")
    caught(tmp_path, "Without a date")
    listed = demo.get("/demo/mail").text
    assert listed.index("The newer") < listed.index("The older") < listed.index("Without a date")
    assert "In plain words." in demo.get(f"/demo/mail/{new}").text
    shown = demo.get(f"/demo/mail/{new}/html")
    assert "<b>HTML</b>" in shown.text
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert demo.get(f"/demo/mail/{old}/html").status_code == 404
    assert demo.get("/demo/mail/none").status_code == 404


def test_every_component_is_shown(demo: Browser) -> None:
    page = demo.get("/demo/components")
    assert page.status_code == 200
    assert "Enter an email address, like name@example.com." in page.text


@pytest.mark.parametrize("path", ["/", "/demo/mail", "/demo/components"])
def test_elsewhere_there_are_no_such_pages(app: Flask, path: str) -> None:
    assert Browser(app, "http://localhost").get(path).status_code == 404
