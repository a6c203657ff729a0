"""A recruiter finds people with the keyboard alone: by a misspelled name, by a phone number, and opens them again."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.fixtures.axe import Inspector, Known
from tests.fixtures.chromium import PHONE, Visit

RITA = "rita.alvarez@mcgrath.example"


def test_found_by_a_misspelled_name_and_by_a_phone_number(visit: Visit) -> None:
    desk, inspector = visit().sign_in(RITA), Inspector(Known())
    page = desk.go("/today")
    page.keyboard.press("/")
    page.keyboard.type("osie")
    expect(chosen(page)).to_contain_text("Amara Osei")
    expect(page.locator("#search-said")).to_contain_text("results")
    inspector.look(page, "the search")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Amara Osei", level=1)).to_be_visible()
    number = "".join(re.search(r"\+1 (\d{3}) (\d{3}) (\d{4})", page.inner_text("main")).groups())  # type: ignore[union-attr]
    page = desk.go("/employers")
    page.keyboard.press("Control+k")
    page.keyboard.type(f"({number[:3]}) {number[3:6]}.{number[6:]}")
    page.keyboard.press("Enter")  # faster than the results
    expect(page.get_by_role("heading", name="Amara Osei", level=1)).to_be_visible()
    assert not inspector.objections, "\n".join(inspector.objections)


def test_arrows_choose_and_escape_gives_the_focus_back(visit: Visit) -> None:
    inspector = Inspector(Known())
    page = visit().sign_in(RITA).go("/candidates")
    page.get_by_role("link", name="Employers").first.focus()
    page.keyboard.press("Control+k")
    page.keyboard.type("am")
    first = chosen(page)
    expect(first).to_have_count(1)
    was = first.get_attribute("id")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("combobox", name="Name, email, phone, or employer")).not_to_have_attribute(
        "aria-activedescendant", was or ""
    )
    page.keyboard.press("ArrowUp")
    expect(chosen(page)).to_have_attribute("id", was or "")
    for leave in ("ArrowLeft", "Escape"):
        page.keyboard.press("ArrowRight")
        expect(chosen(page)).to_contain_text("Open")
        expect(page.get_by_role("option", name="New interview")).to_have_count(1)
        inspector.look(page, "the actions of a result")
        page.keyboard.press(leave)
        expect(chosen(page)).to_have_attribute("id", was or "")
        expect(page.get_by_role("option", name="New interview")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("#search")).not_to_be_visible()
    expect(page.get_by_role("link", name="Employers").first).to_be_focused()
    assert not inspector.objections, "\n".join(inspector.objections)


def test_the_empty_field_offers_what_was_opened_last_and_nothing_found_a_new_candidate(visit: Visit) -> None:
    phone, inspector = visit(PHONE).sign_in(RITA), Inspector(Known())
    page = phone.go("/candidates")
    page.get_by_role("link", name="Amara Osei").first.click()
    expect(page.get_by_role("heading", name="Amara Osei", level=1)).to_be_visible()
    page.get_by_role("searchbox", name="Find people, employers, interviews").click()
    expect(chosen(page)).to_contain_text("Amara Osei")
    inspector.look(page, "what was opened last")
    page.keyboard.type("Ilse Xyzander")
    expect(page.get_by_text("No results for “Ilse Xyzander”")).to_be_visible()
    inspector.look(page, "nothing found")
    page.get_by_role("option", name="New candidate “Ilse Xyzander”").click()
    expect(page.locator("main input[name=name]")).to_have_value("Ilse Xyzander")
    assert not inspector.objections, "\n".join(inspector.objections)


def chosen(page: Page) -> Locator:
    return page.locator("#search-list [aria-selected=true]")
