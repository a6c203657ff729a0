"""A page for one person costs what that person's rows cost, however many candidates the agency has."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, event

from portal.accounts.models import Account
from portal.applications import actions as applications
from portal.candidates.models import Candidate
from portal.web.today.candidate_page import MAX_APPLICATIONS
from tests.factories.firm import Firm
from tests.fixtures.app import Browse

AGAIN = 12


@contextmanager
def asked() -> Iterator[list[tuple[str, int]]]:
    """The statements of the block, each with how many rows came back."""
    found: list[tuple[str, int]] = []

    def listen(_connection: Any, cursor: Any, statement: str, *_more: Any) -> None:
        found.append((statement, cursor.rowcount))

    event.listen(Engine, "after_cursor_execute", listen)
    try:
        yield found
    finally:
        event.remove(Engine, "after_cursor_execute", listen)


def read(browse: Browse, account: Account) -> tuple[int, int, str]:
    """How many statements and rows their Today takes, and what it says."""
    browser = browse(account)
    browser.get("/today")
    with asked() as found:
        page = browser.get("/today")
    assert page.status_code == 200
    return len(found), sum(rows for _, rows in found if rows > 0), page.text


def late(firm: Firm, number: int) -> None:
    """One more candidate whose debrief is days late, and an interview of theirs today."""
    candidate = firm.candidate(f"Ann Lee {number}")
    firm.interview(firm.application(candidate), starts_in=-timedelta(days=9), people=("Dana Ruiz",))
    firm.interview(firm.application(candidate), starts_in=timedelta(minutes=1), people=("Dana Ruiz",))


def test_a_candidates_today_reads_no_other_candidates_rows(firm: Firm, browse: Browse) -> None:
    late(firm, 0)
    candidate = firm.candidate("Bob Moss")
    firm.interview(firm.application(candidate), starts_in=-timedelta(hours=3), people=("Dana Ruiz",))
    before = read(browse, firm.account_of(candidate))
    for number in range(1, AGAIN):
        late(firm, number)
    after = read(browse, firm.account_of(candidate))
    assert after[:2] == before[:2]


def test_a_candidates_today_reads_no_more_after_a_long_history(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate("Bob Moss")
    firm.interview(firm.application(candidate), starts_in=-timedelta(hours=3), people=("Dana Ruiz",))
    account = firm.account_of(candidate)
    _closed(firm, candidate, MAX_APPLICATIONS)
    before = read(browse, account)
    _closed(firm, candidate, AGAIN)
    after = read(browse, account)
    assert after[:2] == before[:2]


def _closed(firm: Firm, candidate: Candidate, count: int) -> None:
    """Some applications of the past, the last of them after an interview."""
    made = [firm.application(candidate) for _ in range(count)]
    firm.interview(made[-1], starts_in=-timedelta(days=90), people=("Kim Hall <kim@acme.example>",))
    for application in made:
        applications.close(firm.command(), application, "withdrawn")
    firm.commit()


def test_a_recruiters_today_reads_eight_rows_a_group_and_counts_the_rest(firm: Firm, browse: Browse) -> None:
    for number in range(AGAIN):
        late(firm, number)
    before = read(browse, firm.recruiter)
    assert before[2].count("View all 12") == 2, "what is late, and the day's interviews"
    for number in range(AGAIN):
        late(firm, AGAIN + number)
    after = read(browse, firm.recruiter)
    assert after[:2] == before[:2]
    assert after[2].count("View all 24") == 2
