"""Flask-Login finds the viewer by the session's token: once a request, inside the tenant, until the row is revoked."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select, text

from portal.accounts.models import SignIn
from portal.core.timeouts import StatementTimeouts
from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.fixtures.services import replaced


@pytest.fixture
def impatient(app: Flask) -> Iterator[None]:
    """Give up a lock after a tenth of a second."""
    with replaced(app, timeouts=StatementTimeouts(1, 0.1)):
        yield


@pytest.mark.parametrize(("path", "times"), [("/today", 1), ("/sign-in", 1), ("/nowhere", 1), ("/healthz", 0)])
def test_a_request_looks_its_viewer_up_once_and_only_at_an_agency(
    firm: Firm, browse: Browse, statements: list[str], path: str, times: int
) -> None:
    browser = browse(firm.owner)
    browser.get("/today")
    statements.clear()
    browser.get(path)
    assert len([line for line in statements if line.startswith("SELECT sign_ins.")]) == times
    elsewhere = browser.client.get(path, base_url="http://no-agency.localhost")
    assert elsewhere.status_code == (200 if path == "/healthz" else 404)


def test_the_cookie_holds_the_token_of_a_row_and_revoking_the_row_signs_out(firm: Firm, browse: Browse) -> None:
    browser, other = browse(firm.owner), browse(firm.owner)
    assert browser.get("/today").status_code == 200
    row = firm.session.scalars(select(SignIn).order_by(SignIn.id.desc()).limit(1)).one()
    row.revoked_at = firm.now()
    firm.commit()
    assert other.get("/today").headers["Location"] == "/sign-in?next=/today"
    assert other.get("/today", headers={"HX-Request": "true"}).status_code == 401
    assert browser.get("/today").status_code == 200


@pytest.mark.usefixtures("impatient")
def test_where_the_viewer_cannot_be_looked_up_the_page_says_to_try_again(firm: Firm, browse: Browse) -> None:
    browser = browse(firm.owner)
    firm.session.execute(text("lock table sign_ins in access exclusive mode"))
    answer = browser.get("/today")
    firm.session.rollback()
    assert answer.status_code == 503
    assert "Nothing was saved" in answer.text
