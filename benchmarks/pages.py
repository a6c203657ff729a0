"""How long each page takes, for whom, in agencies of several sizes, beside the same person's page without a list."""

from collections.abc import Iterator, Sequence
from contextvars import Context
from dataclasses import dataclass
from itertools import repeat
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event
from werkzeug.test import TestResponse

from benchmarks import large_agency
from benchmarks.asking import Browser, waited
from benchmarks.large_agency import EMAILS, MISSPELLED, PASSWORD, SEARCHED, SEARCHED_FIRST, LargeAgency
from benchmarks.measuring import in_turn
from benchmarks.running import Portal, portal
from benchmarks.serving import served

SIZES = (100, 10_000)
SMALL_AGENCIES, SMALL = 200, 20
WARM_UPS = 5
SERVER = ["-m", "portal", "web", "--workers=1", "--threads=1"]
EMPTY = "empty"
PAGES = {
    EMPTY: ("/me/email", ("owner", "recruiter", "candidate")),
    "today": ("/today", ("owner", "recruiter", "candidate")),
    "candidates": ("/candidates", ("owner", "recruiter")),
    "search": (f"/search?q={SEARCHED}", ("owner", "recruiter")),
    "search_misspelled": (f"/search?q={MISSPELLED}", ("owner", "recruiter")),
    "search_two_words": (f"/search?q={SEARCHED}+{SEARCHED_FIRST}", ("owner", "recruiter")),
    "search_two_letters": (f"/search?q={SEARCHED[:2]}", ("owner", "recruiter")),
    "applications": ("/applications", ("owner", "recruiter")),
    "contacts": ("/contacts", ("owner", "recruiter")),
    "requests": ("/contact-requests", ("owner", "recruiter")),
    "interviews": ("/interviews", ("owner", "recruiter", "candidate")),
    "calendar": ("/calendar", ("owner", "recruiter")),
    "insight": ("/insight", ("owner", "recruiter")),
    "candidate": ("/candidates/{candidate}", ("owner", "recruiter")),
    "application": ("/applications/{application}", ("owner", "recruiter", "candidate")),
}
"""The address of each page and the roles that it is measured for."""


@dataclass(frozen=True, eq=False)
class Page:
    """One page as one person of one agency opens it."""

    name: str
    role: str
    candidates: int
    path: str
    browser: Browser


def run(
    sizes: Sequence[int] = SIZES,
    requests: int = 50,
    rounds: int = 5,
    small_agencies: int = SMALL_AGENCIES,
    *,
    this_week: bool = False,
) -> Iterator[str]:
    """Yield one line for each size and page; `requests` of each are measured, in as many turns as there are rounds.

    `this_week`: everything completed in the agencies measured was completed this week, not over three years.
    """
    with portal() as running:
        for _ in range(small_agencies):
            large_agency.filled(SMALL, lambda: None)  # the planner looks once the large ones are there
        agencies = {size: large_agency.filled(size, running.analyze, this_week=this_week) for size in sizes}
        with served(running, SERVER) as port:
            pages = [page for size, agency in agencies.items() for page in _pages(port, size, agency)]
            yield from _lines(running, pages, requests, rounds)


def _pages(port: int, size: int, agency: LargeAgency) -> Iterator[Page]:
    browsers = {role: Browser(port, agency.host).sign_in(email, PASSWORD) for role, email in EMAILS.items()}
    for name, (path, roles) in PAGES.items():
        found = path.format(candidate=agency.candidate_id, application=agency.application_id)
        yield from (Page(name, role, size, found, browsers[role]) for role in roles)


def _lines(running: Portal, pages: Sequence[Page], requests: int, rounds: int) -> Iterator[str]:
    counts = {page: _counted(running.app, page) for page in pages}  # first, so that a page that fails costs no time
    seconds: dict[Page, list[float]] = {page: [] for page in pages}
    for page in in_turn(pages, rounds):
        answers = repeat(page.browser.request(page.path), WARM_UPS + -(-requests // rounds))
        seconds[page] += waited(page.browser, answers)[WARM_UPS:]
    empty = {(page.role, page.candidates): median(seconds[page]) for page in pages if page.name == EMPTY}
    for page in pages:
        took, beside = median(seconds[page]), empty[page.role, page.candidates]
        statements, size = counts[page]
        yield (
            f"page {page.name} who={page.role} n={page.candidates} p50={took * 1000:.2f} empty={beside * 1000:.2f} "
            f"ratio={took / beside:.2f} statements={statements} bytes={size}"
        )


def _counted(app: Flask, page: Page) -> tuple[int, int]:
    """Return how many statements this application's driver executes for the page, and how long its HTML is."""
    asked: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    client = app.test_client(use_cookies=False)
    base, cookie = f"http://{page.browser.host}", {"Cookie": page.browser.cookie}

    def ask() -> TestResponse:
        """Ask as a request of its own: in the open context of jobs, each would be the first one's agency and person."""
        return Context().run(client.get, page.path, base_url=base, headers=cookie)

    ask()  # reads once what later requests of an application know
    event.listen(Engine, "before_cursor_execute", listen)
    try:
        answer = ask()
    finally:
        event.remove(Engine, "before_cursor_execute", listen)
    assert answer.status_code == 200, f"{page.path}: {answer.status_code}"
    return len(asked), len(answer.data)
