"""A suspended agency: each of its pages says what happened, and nothing of the agency."""

from portal.agencies import lifecycle
from portal.core.command import OPERATOR
from tests.factories.firm import PASSWORD, Firm
from tests.fixtures.app import Browse

PATHS = ("/sign-in", "/today", "/candidates", "/nowhere", "/logo")


def test_every_page_says_what_happened_and_nothing_of_the_agency(firm: Firm, browse: Browse) -> None:
    before, signed_in = browse.nobody(), browse(firm.owner)
    token = before.csrf_token("/sign-in")
    lifecycle.suspend(firm.command(by=OPERATOR), firm.agency)
    firm.commit()
    for browser in (before, signed_in):
        for path in PATHS:
            answer = browser.get(path)
            assert answer.status_code == 503
            assert "This portal is suspended" in answer.text
            assert firm.agency.name not in answer.text
    typed = {"email": firm.owner.email, "password": PASSWORD, "csrf_token": token}
    assert before.apart(before.client.post, "/sign-in", data=typed).status_code == 503
    assert signed_in.get("/healthz").status_code == 200


def test_resumed_it_is_open_to_those_who_were_signed_in(firm: Firm, browse: Browse) -> None:
    browser = browse(firm.owner)
    lifecycle.suspend(firm.command(by=OPERATOR), firm.agency)
    firm.commit()
    assert browser.get("/today").status_code == 503
    lifecycle.resume(firm.command(by=OPERATOR), firm.agency)
    firm.commit()
    assert browser.get("/today").status_code == 200
