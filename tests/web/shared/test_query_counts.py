"""A list asks the database as often for many rows as for one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from portal.applications.models import Application
from portal.candidates.models import Candidate
from portal.today.groups import SHOWN
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser

MANY = 12
AGO = timedelta(hours=-3)
STAFFS = (
    "/candidates",
    "/applications",
    "/interviews",
    "/interviews?when=past",
    "/calendar",
    "/contacts",
    "/contacts/duplicates",
    "/employers",
    "/contact-requests",
    "/openings",
    "/interests",
    "/mail",
    "/today",
)
CANDIDATES = ("/today", "/interviews", "/notes")


@contextmanager
def asked() -> Iterator[list[str]]:
    """Every statement that is given to a database during the block."""
    found: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        found.append(" ".join(statement.split()))

    event.listen(Engine, "before_cursor_execute", listen)
    yield found
    event.remove(Engine, "before_cursor_execute", listen)


def questions(browser: Browser, path: str) -> list[str]:
    """What a page asks, once it has been seen and so whatever is made only once stands."""
    assert browser.get(path).status_code == 200
    with asked() as found:
        assert browser.get(path).status_code == 200
    return found


def work(firm: Firm, candidate: Candidate, application: Application | None = None) -> None:
    """A round was held, another is ahead; one person was met whose address is known, and one whose is asked for."""
    where = application or firm.application(candidate)
    firm.debriefed(firm.interview(where, starts_in=AGO, people=("Dana Ruiz <dana@acme.example>", "Lee Park")))
    firm.interview(where, starts_in=timedelta(days=2), people=("Kim Hall",))


def test_a_list_of_the_staff_asks_no_more_for_many_rows(firm: Firm, browse: Browse) -> None:
    """From where a group of Today has more rows than it shows, and so counts the rest."""
    for number in range(SHOWN + 1):
        work(firm, firm.candidate(f"Bob Moss {number}"))
    browser = browse(firm.recruiter)
    few = {path: questions(browser, path) for path in STAFFS}
    for number in range(MANY):
        work(firm, firm.candidate(f"Ann Lee {number}"))
    firm.commit()
    assert [_new(few[path], questions(browser, path)) for path in STAFFS] == [[]] * len(STAFFS)


def test_a_list_of_a_candidate_asks_no_more_for_many_rows(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    account = firm.account_of(candidate)
    work(firm, candidate)
    browser = browse(account)
    few = {path: questions(browser, path) for path in CANDIDATES}
    for _ in range(MANY - 1):
        work(firm, candidate)
    firm.commit()
    assert [_new(few[path], questions(browser, path)) for path in CANDIDATES] == [[]] * len(CANDIDATES)


@pytest.mark.parametrize("whose", ["recruiter", "candidate"])
def test_an_application_asks_no_more_for_many_rounds(firm: Firm, browse: Browse, whose: str) -> None:
    candidate = firm.candidate()
    account = firm.account_of(candidate) if whose == "candidate" else firm.recruiter
    application = firm.application(candidate)
    work(firm, candidate, application)
    browser, path = browse(account), f"/applications/{application.id}"
    few = questions(browser, path)
    for _ in range(MANY // 2):
        work(firm, candidate, application)
    firm.commit()
    assert _new(few, questions(browser, path)) == []


def test_a_candidate_asks_no_more_for_a_long_history(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    work(firm, candidate)
    browser, path = browse(firm.recruiter), f"/candidates/{candidate.id}"
    few = questions(browser, path)
    for _ in range(MANY):
        work(firm, candidate)
    firm.commit()
    assert _new(few, questions(browser, path)) == []


def _new(few: list[str], many: list[str]) -> list[str]:
    """What is asked more often than it was, for whoever mends it; a list of values is longer, and one question."""
    return [] if len(many) == len(few) else sorted({one for one in many if many.count(one) > few.count(one)})
