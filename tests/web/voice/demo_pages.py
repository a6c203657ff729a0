"""The demo's pages and emails: read by links, by pressing each kind of form once, and by doing what falls due."""

import re
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.accounts import actions as accounts
from portal.accounts.models import Account
from portal.agencies import queries as agencies
from portal.core import clock, tenancy
from portal.jobs import runner
from portal.sample.dataset import DEMO_AGENCIES
from tests.fixtures.app import Browser
from tests.fixtures.page_kinds import PageKinds, kind_of
from tests.hostile.walking import one_of_each
from tests.messaging.catching import Catcher
from tests.web.page_forms import forms_in, send

HOSTS = tuple(firm.new.host for firm in DEMO_AGENCIES)
LINK = re.compile(r'href="(/[^"#]*)')
FILES = (".ics", ".txt", ".css", ".svg", ".js", ".pdf", ".eml", ".png", ".woff2")
JOBS = ("plan", "reminders", "requests", "approvals", "mail_now", "mail_due")


def browser_of(app: Flask, host: str, role: str, name: str | None = None) -> Browser:
    """Return a browser signed in at a demo agency: as the first with this role, or as the one with this name."""
    with runner.session() as session:
        agency = agencies.find_by_host(session, host)
        assert agency is not None
        tenancy.enter(session, agency.id)
        query = select(Account).where(Account.role == role).order_by(Account.id)
        account = session.scalars(query.where(Account.name == name) if name else query).first()
        assert account is not None
        token = accounts.start_session(
            session, account, ip_address="127.0.0.1", browser="A browser", now=clock.now(session)
        )
    return Browser(app, f"http://{host}").keep(token)


@dataclass
class Walk:
    """Reads pages by the links between them: those that `kinds` lets it open."""

    browser: Browser
    read: dict[str, str] = field(default_factory=dict)
    """The HTML of each page, by its path."""
    kinds: PageKinds = field(default_factory=lambda: PageKinds(each=2))

    def through(self, *starts: str) -> "Walk":
        ahead, seen = deque(starts), set(starts)
        while ahead:
            path = ahead.popleft()
            if not self.kinds.is_new(path):
                continue
            answer = self.browser.get(path)
            assert answer.status_code < 400, (path, answer.status_code)
            if answer.mimetype == "text/html":
                self.read[path] = answer.text
            found = [answer.location] if answer.location else _links(answer)
            ahead += [link for link in dict.fromkeys(found) if link not in seen]
            seen.update(found)
        return self

    def press(self) -> "Walk":
        """Send one form of each kind on these pages as it is, and read the pages that answer."""
        first = {kind_of(path): path for path in reversed(self.read)}
        for form in one_of_each(forms_in({path: self.read[path] for path in first.values()})):
            token = self.browser.csrf_token("/me/account")
            answer = send(self.browser, form.path, form.fields | {"csrf_token": token}, follow_redirects=True)
            assert answer.status_code < 500, form.path
            if answer.mimetype == "text/html":
                self.read[f"POST {form.path}"] = answer.text
        return self


def _links(answer: TestResponse) -> list[str]:
    if answer.mimetype != "text/html":
        return []
    found = (link.replace("&amp;", "&") for link in LINK.findall(answer.text))
    return [link for link in found if not urlsplit(link).path.endswith(FILES)]


def emails(catcher: Catcher) -> list[EmailMessage]:
    """Do what falls due in a day at both agencies, and return the emails that this sends."""
    for hours in (0, 8, 8, 8):
        with runner.session() as session:
            clock.advance(session, timedelta(hours=hours))
        for host in HOSTS:
            with runner.session() as session:
                agency = agencies.find_by_host(session, host)
                assert agency is not None
                agency_id = agency.id
            for job in JOBS:
                while runner.batch(agency_id, job):
                    pass
    with runner.session() as session:
        clock.advance(session, -timedelta(days=1))
    return [mail for _, mail in catcher.mails]
