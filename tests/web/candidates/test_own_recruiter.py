"""Every page of a candidate leads to who helps them."""

from datetime import timedelta

from portal.accounts.models import Account
from portal.candidates.models import Candidate
from tests.factories.firm import Firm
from tests.fixtures.app import Browse


def test_the_head_of_a_page_names_the_recruiter(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    firm.recruiter.phone = "+1 202 555 0143"
    page = _read(firm, browse, candidate, "/recruiter")
    assert f"{firm.recruiter.name}, your recruiter" in page
    assert 'href="tel:+12025550143"' in page
    assert 'href="sms:+12025550143"' in page
    assert f'href="mailto:{firm.recruiter.email}"' in page


def test_while_the_recruiter_is_away_the_head_names_who_fills_in(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    _away(firm, firm.recruiter, firm.owner)
    page = _read(firm, browse, candidate, "/recruiter")
    assert f'href="mailto:{firm.owner.email}"' in page
    assert f"Filling in for {firm.recruiter.name}, your recruiter" in page


def test_without_a_recruiter_the_head_names_the_agency(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    candidate.recruiter_id = None
    page = _read(firm, browse, candidate, "/today")
    assert "McGrath Systems, your agency" in page


def _away(firm: Firm, account: Account, substitute: Account) -> None:
    day = firm.now().date()
    account.away_from, account.back_on = day - timedelta(days=2), day + timedelta(days=7)
    account.returns_at, account.substitute_id = firm.now() + timedelta(days=7), substitute.id


def _read(firm: Firm, browse: Browse, candidate: Candidate, path: str) -> str:
    firm.session.flush()
    page = browse(firm.account_of(candidate)).get(path)
    assert page.status_code == 200
    return page.text
