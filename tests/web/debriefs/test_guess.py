"""A guess at an address in a debrief: from what the viewer may see, as a chip, and never filled in."""

import pytest
from bs4 import BeautifulSoup

from portal.contacts.models import Contact
from portal.interviews.models import Interview
from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.web.debriefs.conftest import AGO
from tests.web.debriefs.walking import Walk

KNOWN = ("Dana Ruiz <dana.ruiz@acme.example>", "Mo Diaz <mo.diaz@acme.example>")


def asked_how_to_reach(firm: Firm, browse: Browse, known: Interview, *, staff: bool = False) -> Walk:
    """The question how to reach Lee, whose address is missing, at the employer where `known` took place."""
    candidate = firm.candidate()
    application = firm.application(candidate)
    application.employer_id = known.application.employer_id
    interview = firm.interview(application, starts_in=AGO, people=("Lee Park",))
    firm.commit()
    account = firm.recruiter if staff else firm.account_of(candidate)
    walk = Walk(firm, browse(account), interview)
    return walk.say(took_place="held").say(met=[walk.person("Lee Park")])


def chips(walk: Walk) -> list[str]:
    page = BeautifulSoup(walk.text, "html.parser")
    return [chip.get_text(strip=True) for chip in page.select(".with-script button[data-fills=email]")]


@pytest.mark.parametrize(("known", "offered"), [(KNOWN, ["lee.park@acme.example"]), (KNOWN[:1], [])])
def test_two_addresses_that_agree_give_a_guess_that_is_not_filled_in(
    firm: Firm, browse: Browse, known: tuple[str, ...], offered: list[str]
) -> None:
    candidate = firm.candidate()
    interview = firm.interview(firm.application(candidate), starts_in=AGO, people=(*known, "Lee Park"))
    firm.commit()
    walk = Walk(firm, browse(firm.account_of(candidate)), interview)
    walk.say(took_place="held").say(met=[walk.person("Lee Park")])
    assert (chips(walk), walk.value("email")) == (offered, "")
    assert ("A guess: Dana’s and Mo’s addresses look like this." in walk.text) == bool(offered)


@pytest.mark.parametrize(("staff", "offered"), [(False, []), (True, ["lee.park@acme.example"])])
def test_addresses_that_the_viewer_may_not_see_give_no_guess(
    firm: Firm, browse: Browse, staff: bool, offered: list[str]
) -> None:
    walk = asked_how_to_reach(firm, browse, firm.interview(people=KNOWN), staff=staff)
    assert chips(walk) == offered
    assert firm.session.query(Contact).filter_by(name="Lee Park").one().email is None
