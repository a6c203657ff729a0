"""What one person may do only so often: every page of the kind counts, and all of them together."""

from io import BytesIO

import pytest
from flask import Flask
from flask_limiter.util import get_qualified_name

from portal.core.rate_limits import (
    BULK_ACTIONS,
    CONFIRMATIONS,
    EXPORTS,
    PASSWORD_CHANGES,
    PDFS,
    SEARCHES,
    SHEETS,
    UPLOADS,
    RateLimit,
)
from portal.web.shared.rate_limits import by_viewer, limiter
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser

PAGES = {
    "account.change_password": PASSWORD_CHANGES,
    "agency_export.download": EXPORTS,
    "audit.export": EXPORTS,
    "bulk_actions.create": BULK_ACTIONS,
    "confirmation.confirm": CONFIRMATIONS,
    "exports.as_csv": EXPORTS,
    "exports.as_workbook": EXPORTS,
    "first_password.save": PASSWORD_CHANGES,
    "imports.left_out": EXPORTS,
    "imports.new": UPLOADS,
    "imports.report": EXPORTS,
    "own_email.change": CONFIRMATIONS,
    "quick_add.fill": UPLOADS,
    "quick_add.new": UPLOADS,
    "quick_add.outlook": SEARCHES,
    "second_factor.confirm": CONFIRMATIONS,
    "second_factor.turn_off": CONFIRMATIONS,
    "settings.upload_logo": UPLOADS,
    "applications.index": SEARCHES,
    "candidate_merging.choose": SEARCHES,
    "candidates.index": SEARCHES,
    "contacts.index": SEARCHES,
    "employers.index": SEARCHES,
    "search.index": SEARCHES,
    "cards.page_image": PDFS,
    "cards.pdf": PDFS,
    "cards.side_image": PDFS,
    "print_queue.pdf": SHEETS,
    "debrief_person.save_details": UPLOADS,
    "debriefs.save_people": UPLOADS,
    "drafts.candidate_draft": UPLOADS,
    "drafts.own_draft": UPLOADS,
    "interviews.download_calendar": EXPORTS,
    "invitations.preview": UPLOADS,
    "sending.download_eml": EXPORTS,
}


pytestmark = pytest.mark.usefixtures("counted")


def use_up(firm: Firm, limit: RateLimit, but: int = 0) -> Browser:
    """A recruiter's browser, once they have done this as often as allowed, but for so many times."""
    browser = Browse(firm)(firm.recruiter)
    view = firm.app.view_functions[next(name for name, row in PAGES.items() if row is limit)]
    counted, whose = (
        limiter.limit_manager.decorated_limits(get_qualified_name(view))[0],
        f"{firm.id}:{firm.recruiter.id}",
    )
    assert limiter.limiter.hit(counted.limit, whose, limit.what, cost=limit.most - but)
    return browser


def test_every_page_of_a_kind_counts_and_no_other(app: Flask) -> None:
    found = {}
    for endpoint, view in app.view_functions.items():
        for one in limiter.limit_manager.decorated_limits(get_qualified_name(view)):
            if one.key_func is by_viewer:
                found[endpoint] = (one.scope, one.limit.amount, one.limit.get_expiry())
    expected = {name: (row.what, row.most, int(row.within.total_seconds())) for name, row in PAGES.items()}
    assert found == expected


@pytest.mark.parametrize("path", ["/candidates", "/contacts", "/employers"])
def test_searches_of_all_lists_are_counted_together_and_lists_are_not(firm: Firm, browse: Browse, path: str) -> None:
    browser = use_up(firm, SEARCHES, but=1)
    assert browser.get("/candidates?q=ann").status_code == 200
    refused = browser.get(f"{path}?q=ann")
    assert refused.status_code == 429
    assert "Try again in 1 min" in refused.text
    assert browser.get(path).status_code == 200
    assert browse(firm.owner).get(f"{path}?q=ann").status_code == 200, "another person"


def test_exports_are_counted(firm: Firm) -> None:
    interview = firm.interview()
    browser, path = use_up(firm, EXPORTS, but=1), f"/interviews/{interview.id}/calendar.ics"
    assert [browser.get(path).status_code for _ in range(2)] == [200, 429]


def test_uploads_are_counted_where_there_is_a_file(firm: Firm) -> None:
    path = f"/applications/{firm.application().id}/invitation"
    browser = use_up(firm, UPLOADS)
    assert browser.post(path, {"file": (BytesIO(b"BEGIN:VCALENDAR"), "invitation.ics")}).status_code == 429
    assert browser.post(path).status_code == 422
