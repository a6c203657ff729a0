"""What is typed survives a lost connection, a reload and an ended sign-in, and leaves the device once it is sent."""

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.chromium import PHONE, Visit, Window

pytestmark = pytest.mark.xdist_group("journeys")
BEN = "ben.carter@example.org"
"""Whose interview is ahead."""
COPIES = (
    "() => Object.keys(localStorage).filter(name => name.startsWith('kept:') && !name.endsWith('take-along')).length"
)


def test_what_was_typed_is_offered_back_until_the_server_has_it(visit: Visit) -> None:
    window = visit(PHONE)
    page = window.sign_in(BEN).page
    page.goto(window.url("/interviews"))
    page.locator("main a[href^='/interviews/']").first.click()
    expect(page.get_by_role("heading", name="Who you’ll meet")).to_be_visible()
    page.get_by_text("Add someone else").click()
    page.get_by_label("Name").fill("Kim Soto")
    page.get_by_label("Pen and paper").check()
    token = form_token(page)
    lost_on_the_way(page)
    expect(page.get_by_label("Pen and paper")).to_be_checked()
    assert form_token(page) != token
    put_back(page)
    assert form_token(page) == token, "the server knows the form again, if it had it after all"
    ended_by_another(page)
    signing_in_again(window)
    put_back(page)
    signing_out_asks(window)
    put_back(page)
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("Kim Soto was added.")).to_be_visible()
    assert page.evaluate(COPIES) == 0
    page.goto(window.url("/me/account"))
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert page.evaluate("() => Object.keys(localStorage).filter(name => name.startsWith('kept:'))") == []


def form_token(page: Page) -> str:
    return page.locator("form[action$='/meeting/people'] input[name=form_token]").input_value()


def put_back(page: Page) -> None:
    page.get_by_role("button", name="Restore it").click()
    expect(page.get_by_label("Name")).to_have_value("Kim Soto")


def lost_on_the_way(page: Page) -> None:
    """The connection is gone just as it is sent, and comes back later."""
    here = page.url
    page.context.set_offline(True)
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)
    page.goto(here)


def ended_by_another(page: Page) -> None:
    """The sign-in has ended meanwhile: nothing that is sent arrives."""
    page.context.clear_cookies()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("Kim Soto was added.")).to_have_count(0)


def signing_in_again(window: Window) -> None:
    page = window.page
    page.goto(page.url.removesuffix("/people"))
    window.fill_sign_in(BEN)
    expect(page.get_by_role("heading", name="Who you’ll meet")).to_be_visible()


def signing_out_asks(window: Window) -> None:
    page = window.page
    page.goto(window.url("/me/account"))
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    expect(page.get_by_role("heading", name="You have unsent text")).to_be_visible()
    page.get_by_role("link", name="Go back to it").click()
