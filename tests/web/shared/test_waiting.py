"""The counts of staff's navigation: as many as the lists they lead to have, and red once one is past its target."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from portal.contacts.models import ContactRequest
from tests.factories.firm import Firm
from tests.fixtures.app import Browse

AGO = -timedelta(hours=3)
STAFF_PAGES = ("/today", "/candidates", "/contacts", "/search?q=ann", "/employers")


def requested(firm: Firm, *names: str) -> None:
    """A candidate for each, who waits for the contact info of a person of that name."""
    for name in names:
        firm.debriefed(firm.interview(firm.application(firm.candidate(f"For {name}")), starts_in=AGO, people=(name,)))
    firm.commit()


def counts(page: str) -> dict[str, str]:
    """The counts of the navigation, by the link's area."""
    return dict(re.findall(r'data-count="nav-(\w+)"[^>]*>([\d,+]+)', page))


def test_nothing_waits_in_a_new_agency(firm: Firm, browse: Browse) -> None:
    assert counts(browse(firm.recruiter).get("/candidates").text) == {}


def test_the_counts_are_those_of_the_lists_on_every_staff_page(firm: Firm, browse: Browse) -> None:
    requested(firm, "Dana Ruiz", "Lee Park")
    firm.interview(firm.application(firm.candidate("Ann Late")), starts_in=-timedelta(days=9), people=("Kim Hall",))
    firm.commit()
    recruiter = browse(firm.recruiter)
    assert recruiter.get("/contact-requests").text.count(" data-row") == 2
    assert "3 to do" in recruiter.get("/today").text
    for path in STAFF_PAGES:
        assert counts(recruiter.get(path).text) == {"today": "3", "contact_requests": "2"}, path


@pytest.mark.parametrize(("ahead", "is_late"), [(timedelta(hours=1), False), (-timedelta(hours=1), True)])
def test_a_count_is_red_and_says_so_once_one_is_past_its_target(
    firm: Firm, browse: Browse, ahead: timedelta, is_late: bool
) -> None:
    requested(firm, "Dana Ruiz", "Lee Park")
    firm.session.execute(update(ContactRequest).values(target_at=firm.now() + ahead))
    firm.commit()
    page = browse(firm.recruiter).get("/candidates").text
    assert ("nav-count-late" in page) is ("One is past its target" in page) is is_late


def test_a_colleague_of_another_scope_counts_their_own(firm: Firm, browse: Browse) -> None:
    requested(firm, "Dana Ruiz")
    assert counts(browse(firm.owner).get("/candidates").text)["contact_requests"] == "1"
