"""A policy change has the effect that its preview showed, and undoing it takes the effect back."""

import re

from playwright.sync_api import Page, expect

from tests.fixtures.chromium import Visit
from tests.journeys.test_whole_ritual import OWNER

MOVES = re.compile(r"([\d,]+) tasks? moves?")


def moved(page: Page) -> int:
    """How many tasks the preview beside the form says to move."""
    heading = page.locator("#policy-preview-title")
    expect(heading).to_contain_text(MOVES)
    found = MOVES.search(heading.inner_text())
    assert found is not None
    return int(found[1].replace(",", ""))


def type_hours(page: Page, hours: str) -> None:
    page.get_by_label("Thank each person within").fill(hours)


def test_a_policy_change_has_the_effect_that_its_preview_showed(visit: Visit) -> None:
    window = visit().sign_in(OWNER)
    page = window.go("/settings/policies")
    type_hours(page, "99")
    expect(page.locator("#thank_within_hours-note")).to_contain_text("Enter 1 to 72 hours.")
    expect(page.locator("#policy-preview").get_by_role("button", name="Save")).to_be_disabled()
    page.locator("#thank_within_hours-note").get_by_role("button", name="Use the default").click()
    expect(page.locator("#thank_within_hours-note")).to_be_empty()
    type_hours(page, "36")
    expect(page.locator("#thank_within_hours-note")).to_contain_text("was 24 hours")
    shown = moved(page)
    page.get_by_role("link", name=re.compile("View (all|1)")).click()
    row = page.locator("tbody tr", has_text="Thank ").first
    task, due = (row.locator(f"td[data-label='{name}']").inner_text() for name in ("Task", "Would be due"))
    application = row.get_by_role("link").get_attribute("href") or ""
    assert due not in window.go(application).locator("main").inner_text()

    page = window.go("/settings/policies")
    type_hours(page, "36")
    assert moved(page) == shown
    page.get_by_role("button", name=f"Save and move {shown}").click()
    expect(page.get_by_text("Saved. The plans")).to_be_visible()
    plan = window.go(application).locator("main")
    expect(plan).to_contain_text(task)
    expect(plan).to_contain_text(due)

    page = window.go("/settings/policies")
    type_hours(page, "24")
    assert moved(page) == shown, "as many as moved would move back"
    window.go("/settings/policies/changes").get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("Saved. The plans")).to_be_visible()
    assert due not in window.go(application).locator("main").inner_text()


def test_without_script_the_preview_is_a_button(visit: Visit) -> None:
    page = visit(script=False).sign_in(OWNER).go("/settings/policies")
    type_hours(page, "36")
    page.locator("#policy-preview").get_by_role("button", name="Preview").click()
    assert moved(page) > 0
    expect(page.locator("#policy-preview").get_by_role("button", name="Save and move")).to_be_enabled()
    page.locator("#policy-preview").get_by_role("link", name="Discard").click()
    expect(page.get_by_label("Thank each person within")).to_have_value("24")


TYPE_AT_ONCE = """hours => new MutationObserver((changes, observer) => {
  observer.disconnect();
  const field = document.querySelector("#thank_within_hours");
  field.value = hours;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}).observe(document.querySelector("#policies").parentElement, { childList: true })"""


def test_a_number_typed_right_after_the_form_was_replaced_is_previewed(visit: Visit) -> None:
    page = visit().sign_in(OWNER).go("/settings/policies")
    type_hours(page, "48")
    note = page.locator("#thank_within_hours-note")
    expect(note).to_contain_text("was 24 hours")
    page.evaluate(TYPE_AT_ONCE, "36")
    note.get_by_role("button", name="Use the default").click()
    expect(page.get_by_label("Thank each person within")).to_have_value("36")
    expect(note).to_contain_text("was 24 hours")
    assert moved(page) > 0
