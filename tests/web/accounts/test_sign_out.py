"""Signing out leaves nothing of this agency in the browser, and everything of another agency's."""

from flask import Flask

from portal.core import transaction
from tests.factories.firm import Firm, found
from tests.fixtures.app import Browse, Browser


def test_signing_out_clears_this_host_and_leaves_a_sibling_host_signed_in(
    app: Flask, firm: Firm, browse: Browse
) -> None:
    here, mine, host = browse.nobody(), firm.owner.email, firm.agency.host
    other = found(app)
    there, theirs = Browser(app, other.url), other.owner.email
    transaction.commit(other.session, other.now())
    there.client = here.client
    here.sign_in(mine)
    there.sign_in(theirs)
    here.client.set_cookie("kept", "a" * 24, domain=host)
    answer = here.post("/sign-out", page="/today")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    cookies = answer.headers.getlist("Set-Cookie")
    assert any(line.startswith("kept=;") and "Max-Age=0" in line for line in cookies)
    assert not [line for line in cookies if "domain=" in line.lower()], "a cookie is of one host"
    assert here.get("/today").status_code == 302
    assert there.get("/today").status_code == 200


def test_every_answer_is_for_pages_of_this_host_only(browse: Browse) -> None:
    nobody = browse.nobody()
    for path in ("/sign-in", "/nowhere", "/brand.css", "/icon.svg"):
        assert nobody.get(path).headers["Cross-Origin-Resource-Policy"] == "same-origin"
