"""What an owner does in the settings on one page: business hours, colors, merging, and the way between the pages."""

import re

from playwright.sync_api import Page, expect

from tests.fixtures.axe import Inspector
from tests.fixtures.chromium import PHONE, Visit
from tests.journeys.test_whole_ritual import OWNER

LAST_PAGES = ("/settings/hours", "/settings/policies", "/settings/audit")


def test_nothing_is_wrong_with_handing_over_offices_and_business_hours(visit: Visit) -> None:
    owner, inspector = visit().sign_in(OWNER), Inspector()
    page = owner.go("/settings/hours")
    inspector.look(page, "business hours and holidays", thoroughly=True)
    page.get_by_role("table").get_by_role("link").first.click()
    page.get_by_label("This office has its own business hours").check()
    inspector.look(page, "an office's hours and holidays", thoroughly=True)
    inspector.look(owner.go("/settings/offices"), "offices and fields", thoroughly=True)
    page.get_by_role("table").first.get_by_role("link").first.click()
    ask_to_merge(page)
    inspector.look(page, "an office that is about to be merged", thoroughly=True)
    owner.go("/settings/people").get_by_role("link", name="Rita Alvarez").click()
    page.get_by_role("link", name="Hand over").click()
    page.get_by_role("group").get_by_role("checkbox").first.check()
    expect(page.get_by_text("1 colleague gets 1 email.")).to_be_visible()
    inspector.look(page, "handing over", thoroughly=True)
    assert not inspector.objections, "\n".join(inspector.objections)


def ask_to_merge(page: Page) -> None:
    """Nothing is merged by one press: the page says what moves, and what can't be undone."""
    page.get_by_label("Merge into").select_option(index=1)
    page.get_by_role("button", name="Merge", exact=True).click()
    asked = page.get_by_role("alert")
    expect(asked).to_contain_text("Check this before you merge")
    expect(asked).to_contain_text(re.compile(r"Moves to .+: \d+ .+ Then .+ is deleted, and that can’t be undone\."))
    expect(asked.get_by_role("button", name="Merge and delete")).to_be_visible()


def test_times_stand_beside_the_days_that_have_them(visit: Visit) -> None:
    page = visit().sign_in(OWNER).go("/settings/hours")
    saturday = page.get_by_role("group", name="Saturday")
    expect(saturday.locator("input[type=time]").first).to_be_hidden()
    saturday.get_by_role("checkbox").check()
    widths = {
        box["width"] for field in page.locator(".week input[type=time]:visible").all() if (box := field.bounding_box())
    }
    assert len(widths) == 1, "each of them is as wide as any other"


def test_a_phone_shows_where_one_is_in_the_settings(visit: Visit) -> None:
    owner = visit(PHONE).sign_in(OWNER)
    for path in LAST_PAGES:
        current = owner.go(path).get_by_role("navigation", name="Settings").locator("[aria-current=page]")
        expect(current).to_be_in_viewport(ratio=1)
    assert owner.page.evaluate("document.documentElement.scrollLeft + scrollY") == 0
