"""A candidate without a draft makes one from three answers: on a phone one by one, and without script on one page."""

import re

from playwright.sync_api import Page, expect

from tests.fixtures.chromium import PHONE, Visit

BEN, SAMUEL = "ben.carter@example.org", "samuel.wright@example.org"


def test_three_questions_on_a_phone_and_what_is_wrong_while_it_is_typed(visit: Visit) -> None:
    page = visit(PHONE).sign_in(BEN).go("/drafts")
    page.get_by_role("link", name="Answer three questions").click()
    page.get_by_text("Plain and short").click()
    page.get_by_role("button", name="Next").click()
    page.get_by_label("What should they remember about you?").fill("I keep three lines running.")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_label("What should they remember about you?")).to_have_value("I keep three lines running.")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Create my draft").click()
    expect(page.get_by_label("Text", exact=True)).to_have_value(re.compile("I keep three lines running."))
    mended_while_it_is_typed(page)
    page.get_by_label("This draft is ready").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Draft saved and ready.")).to_be_visible()


def mended_while_it_is_typed(page: Page) -> None:
    page.get_by_label("Text", exact=True).fill("Hello [their frist name], ")
    expect(page.get_by_text("Did you mean “their first name”?")).to_be_visible()
    page.get_by_label("Text", exact=True).fill("Hello ")
    page.get_by_role("button", name="their first name").click()
    expect(page.get_by_label("Text", exact=True)).to_have_value("Hello [their first name]")
    expect(page.locator("mark.under-detail")).to_have_text("[their first name]")
    page.keyboard.press("Backspace")
    expect(page.get_by_label("Text", exact=True)).to_have_value("Hello ")
    page.get_by_role("button", name="their first name").click()
    expect(page.get_by_text("All details can be filled in.")).to_be_visible()


def test_all_of_it_works_without_script(visit: Visit) -> None:
    page = visit(PHONE, script=False).sign_in(SAMUEL).go("/drafts")
    page.get_by_role("link", name="Answer three questions").click()
    page.get_by_label("What should they remember about you?").fill("I know every valve.")
    page.get_by_role("button", name="Create my draft").click()
    page.get_by_label("Text", exact=True).fill("Dear {{ boss }}")
    page.get_by_role("button", name="Update preview").click()
    expect(page.get_by_text("We don’t have a detail called “boss”.")).to_be_visible()
    page.get_by_label("Text", exact=True).fill("Dear [their full name], thank you.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
