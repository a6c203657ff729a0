"""What people of two agencies wait for while something else goes on: their pages, and an email of one of them."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from threading import Event
from time import monotonic

from flask import Flask
from sqlalchemy import select

from benchmarks.asking import Browser, waited
from portal.core import clock, tenancy
from portal.jobs import runner
from portal.messaging import actions as messages
from portal.messaging.models import OutgoingMessage

SECONDS = 60.0
"""How long an email may take until this gives up."""


@dataclass(frozen=True)
class Page:
    """A page as one person opens it."""

    name: str
    browser: Browser
    path: str


@dataclass
class Waits:
    """How many seconds each page took, by its name, and each email from being due until the server accepted it."""

    pages: dict[str, list[float]] = field(default_factory=dict)
    mails: list[float] = field(default_factory=list)


@contextmanager
def measured(app: Flask, pages: Sequence[Page], agency_id: uuid.UUID) -> Iterator[Waits]:
    """Open the pages in turn during the block, one at a time, and email someone of the agency once a second."""
    ended, found = Event(), Waits()

    def ask() -> None:
        while not ended.is_set():
            for page in pages:
                found.pages.setdefault(page.name, []).extend(waited(page.browser, [page.browser.request(page.path)]))

    def mail() -> None:
        with app.app_context():
            while not ended.wait(1.0):
                found.mails.append(mailed(agency_id))

    with ThreadPoolExecutor() as threads:
        running = [threads.submit(ask), threads.submit(mail)]
        try:
            yield found
        finally:
            ended.set()
    for one in running:
        one.result()


def mailed(agency_id: uuid.UUID) -> float:
    """Return how many seconds it took until the server had an email that someone of the agency waits for."""
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        now, key = clock.now(session), f"benchmark:{uuid.uuid4()}"
        messages.enqueue(
            session,
            now=now,
            kind="test",
            key=key,
            to_name="Dana Ruiz",
            to_email="dana@mail.example",
            payload={"zone": "America/New_York", "locale": "en_US"},
            queue="now",
            due_at=now,
        )
    pause, until = Event(), monotonic() + SECONDS
    sent = select(OutgoingMessage.finished_at).where(OutgoingMessage.key == key, OutgoingMessage.state == "sent")
    while monotonic() < until:
        with runner.session() as session:
            tenancy.enter(session, agency_id)
            finished_at = session.scalar(sent)
        if finished_at:
            return float((finished_at - now).total_seconds())
        pause.wait(0.1)
    raise AssertionError("the workers sent no email")


def compared(during: Waits, idle: Waits) -> Iterator[str]:
    """Yield a line for each page and for the emails: the median while the other work went on, and without it."""
    for name, waits in during.pages.items():
        yield f"meanwhile page={name} {_figures(waits, idle.pages[name])}"
    yield f"meanwhile mail {_figures(during.mails, idle.mails)}"


def _figures(busy: Sequence[float], idle: Sequence[float]) -> str:
    numbers = {"p50": median(busy), "max": max(busy), "idle_p50": median(idle), "idle_max": max(idle)}
    return _words(numbers) + f" n={len(busy)}"


def _words(seconds: Mapping[str, float]) -> str:
    return " ".join(f"{name}={value * 1000:.0f}ms" for name, value in seconds.items())
