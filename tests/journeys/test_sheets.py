"""A sheet on a phone: Back and X close it, and the page before is one press of Back away."""

import pytest
from playwright.sync_api import expect

from tests.fixtures.chromium import PHONE, Visit

AARON = "aaron.blake@example.org"


@pytest.mark.parametrize("closes", ["Close", "Back"])
def test_a_closed_sheet_leaves_nothing_in_the_history(visit: Visit, closes: str) -> None:
    page = visit(PHONE).sign_in(AARON).page
    page.get_by_role("link", name="Notes").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Notes")
    page.get_by_role("link", name="your recruiter").click()
    sheet = page.get_by_role("dialog")
    expect(sheet).to_be_visible()
    if closes == "Back":
        page.go_back()
    else:
        sheet.get_by_role("button", name="Close").click()
    expect(sheet).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_have_text("Notes")
    page.wait_for_function("() => !history.state?.sheet")
    page.go_back()
    page.wait_for_url("**/today")
