"""A recruiter sets up two-step sign-in, signs in with it, loses the phone, recovers by a code, and is reset."""

import re
from datetime import timedelta

import pyotp
from playwright.sync_api import Page, expect

from tests.fixtures.axe import Inspector
from tests.fixtures.chromium import PHONE, Visit, Window, mail_to

STEP = timedelta(seconds=30)


def test_from_setting_it_up_to_an_owners_reset(visit: Visit) -> None:
    window = visit()
    record, demo = window.agency, window.demo
    owner, recruiter = (
        next(row for row in record["accounts"] if row["role"] == role) for role in ("owner", "recruiter")
    )
    inspector = Inspector()
    seed, codes = set_up(window.sign_in(recruiter["email"]).page, window, inspector)

    phone = half_signed_in(visit(PHONE), recruiter["email"])
    inspector.look(phone, "code", thoroughly=True)
    phone.get_by_label("Code from your app").fill(pyotp.TOTP(seed).at(demo.now() + STEP))
    phone.get_by_role("button", name="Sign in").click()
    phone.wait_for_url("**/today")
    notice = mail_to(demo, recruiter["email"], "account", "New sign-in")
    assert "Chrome on Linux" in notice["Subject"]

    without_phone = half_signed_in(visit(PHONE, "dark"), recruiter["email"])
    without_phone.get_by_role("link", name="Use a recovery code").click()
    inspector.look(without_phone, "recovery code", thoroughly=True)
    without_phone.get_by_label("Recovery code").fill(codes[0])
    without_phone.get_by_role("button", name="Sign in").click()
    without_phone.wait_for_url("**/today")
    assert mail_to(demo, recruiter["email"], "account", "recovery code")

    desk = visit().sign_in(owner["email"]).page
    desk.goto(window.url("/settings/people"))
    desk.get_by_role("link", name=recruiter["name"]).first.click()
    desk.get_by_role("button", name="Reset two-step sign-in").click()
    expect(desk.get_by_text(f"{recruiter['name']} now signs in with a password alone")).to_be_visible()
    assert mail_to(demo, recruiter["email"], "account", "was reset")
    visit().sign_in(recruiter["email"])
    assert inspector.objections == []


def set_up(page: Page, window: Window, inspector: Inspector) -> tuple[str, list[str]]:
    """It is set up from the account page; return the key beside the QR code, and the recovery codes."""
    page.goto(window.url("/me/account"))
    page.get_by_role("link", name="Set up two-step sign-in").click()
    page.get_by_role("button", name="Set up two-step sign-in").click()
    expect(page.get_by_role("img", name="QR code for your authenticator app")).to_be_visible()
    inspector.look(page, "set up", thoroughly=True)
    seed = re.sub(r"\s", "", page.locator("[data-copy]").get_attribute("data-copy") or "")
    page.get_by_label("Code from your app").fill(pyotp.TOTP(seed).at(window.demo.now()))
    page.get_by_role("button", name="Turn on two-step sign-in").click()
    expect(page.get_by_role("heading", name="Save your recovery codes")).to_be_visible()
    inspector.look(page, "recovery codes", thoroughly=True)
    codes = page.locator(".recovery-codes li").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("link", name="I saved them").click()
    page.wait_for_url("**/today")
    return seed, codes


def half_signed_in(window: Window, email: str) -> Page:
    """The password is right, and the page asks for the code."""
    window.go("/sign-in")
    window.fill_sign_in(email)
    window.page.wait_for_url("**/sign-in/code**")
    return window.page
