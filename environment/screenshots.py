"""Take the pictures in docs/screenshots from the running demo: `make demo` first, then `make screenshots`."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, FilePayload, Page, sync_playwright

from environment.browser import found
from environment.email_pictures import take_email_pictures

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs/screenshots"
DESK, PHONE = (1280, 800), (390, 844)
OWNER, WRITER, TELLER = "maureen.mcgrath", "rachel.adler", "omar.farouk"

SETTINGS = {
    "profile": "/settings/agency",
    "offices": "/settings/offices",
    "hours": "/settings/hours",
    "people": "/settings/people",
    "policies": "/settings/policies",
}
"""The pages of the settings, by the name of their picture; the last is taken while a number is typed."""
DAY = datetime.now(UTC) + timedelta(days=8)
INVITATION = f"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Lakeside Mill//Calendar//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:first-round@lakeside.example
DTSTAMP:20260101T000000Z
DTSTART;TZID=America/Chicago:{DAY:%Y%m%d}T100000
DTEND;TZID=America/Chicago:{DAY:%Y%m%d}T110000
SUMMARY:Interview
LOCATION:https://lakeside.zoom.us/j/1
ATTENDEE;CN=Lena Ortiz:mailto:lena@lakeside.example
ATTENDEE;CN=Tom Reed:mailto:tom@lakeside.example
ATTENDEE;CN=Wade Morrow:mailto:wade.morrow@gmail.com
END:VEVENT
END:VCALENDAR
"""
CANDIDATES = """name,email,phone,field,recruiter
Ida Moss,ida.moss@example.org,202-555-0143,Engineering,rita.alvarez@mcgrath.example
Omar Farouk,omar.farouk@example.org,,IT,
Ned Tully,ned.tully@example,202-555-0199,Engineering,
Joan Pike,joan.pike@example.org,+1 202 555 0117,Sales,sam.whitfield@mcgrath.example
"""


def main() -> int:
    """Save pictures of the demo as it looks now to docs/screenshots."""
    record = Path(os.environ.get("PORTAL_VAR", ROOT / "var")) / "demo.json"
    if not record.exists():
        print("screenshots: no demo runs here; start one with make demo", file=sys.stderr)
        return 2
    agency = json.loads(record.read_text("utf-8"))["agencies"][0]
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found(), args=["--no-sandbox", "--disable-gpu"])
        _of_nobody(browser, agency)
        _of_a_recruiter(browser, agency)
        _of_settings(browser, agency)
        _of_additions(browser, agency)
        _of_candidates(browser, agency)
        take_email_pictures(browser)
        browser.close()
    return 0


def _of_nobody(browser: Browser, agency: dict[str, Any]) -> None:
    with _window(browser, agency, DESK) as page:
        _keep(page, "sign-in")


def _of_a_recruiter(browser: Browser, agency: dict[str, Any]) -> None:
    with _window(browser, agency, DESK, OWNER) as page:
        application = _first_link(page, "/applications/")
        page.locator("#desk-list a.row-link").first.click()
        page.locator("[data-pane] h1").wait_for()
        _keep(page, "today")
        page.goto(f"{agency['url']}/candidates")
        candidate = page.locator("a.row-link").first.get_attribute("href") or ""
        pages = {
            "application": application,
            "candidate": candidate,
            "applications": "/applications",
            "requests": "/contact-requests",
            "calendar": "/calendar",
            "insight": "/insight",
            "candidates": "/candidates",
        }
        for name, path in pages.items():
            page.goto(f"{agency['url']}{path}")
            _keep(page, name)
        for row in (1, 2, 3, 5):
            page.locator("[data-row]").nth(row).locator("input[type=checkbox]").check()
        page.locator(".bulk-bar").get_by_role("button", name="Remind").click()
        page.locator("#bulk-sheet [data-bulk]").wait_for()
        _keep(page, "candidates-bulk")
        page.emulate_media(color_scheme="dark")
        page.goto(f"{agency['url']}{application}")
        _keep(page, "application-dark")


def _of_settings(browser: Browser, agency: dict[str, Any]) -> None:
    with _window(browser, agency, DESK, OWNER) as page:
        for name, path in SETTINGS.items():
            page.goto(f"{agency['url']}{path}")
            _keep(page, f"settings-{name}")
        page.get_by_label("Thank each person within").fill("36")
        page.locator(".policy-counts, #policy-preview h2:text('No tasks move')").wait_for()
        _keep(page, "settings-policies")


def _of_additions(browser: Browser, agency: dict[str, Any]) -> None:
    """Take a new interview that an invitation filled in, and what a file of candidates would do; save neither."""
    with _window(browser, agency, DESK, OWNER) as page:
        page.goto(f"{agency['url']}/interviews/new")
        _choose(page, "Invitation.ics", INVITATION)
        page.get_by_text("filled in").wait_for()
        for label, value in {"Employer": "Lakeside Mill", "Job title": "Saw operator"}.items():
            page.get_by_label(label, exact=True).fill(value)
        page.get_by_text("New employer: Lakeside Mill").wait_for()
        _keep(page, "quick-add")
        page.goto(f"{agency['url']}/imports/new")
        _choose(page, "candidates.csv", CANDIDATES)
        page.get_by_role("button", name="Check the file").click()
        page.get_by_role("link", name="Discard").or_(page.get_by_role("button", name="Discard")).first.wait_for()
        _keep(page, "import")
        page.get_by_role("button", name="Discard").first.click()
        page.locator("dialog").get_by_role("button", name="Discard").click()


def _choose(page: Page, name: str, text: str) -> None:
    file = FilePayload(name=name, mimeType="application/octet-stream", buffer=text.encode())
    page.locator("main input[type=file]").set_input_files(file)


def _of_candidates(browser: Browser, agency: dict[str, Any]) -> None:
    with _window(browser, agency, PHONE, WRITER) as page:
        _keep(page, "phone-today")
        page.goto(agency["url"] + _first_link(page, "/note"))
        _keep(page, "phone-note")
    with _window(browser, agency, PHONE, TELLER) as page:
        page.goto(agency["url"] + _first_link(page, "/debrief"))
        _keep(page, "phone-debrief")


@contextmanager
def _window(browser: Browser, agency: dict[str, Any], size: tuple[int, int], who: str = "") -> Iterator[Page]:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{agency['url']}/sign-in")
    if who:
        account = next(row for row in agency["accounts"] if row["email"].startswith(who))
        page.get_by_label("Email").fill(account["email"])
        page.get_by_label("Password", exact=True).fill(account["password"])
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/today")
    yield page
    context.close()


def _first_link(page: Page, part: str) -> str:
    return page.locator(f"main a[href*='{part}']").first.get_attribute("href") or ""


def _keep(page: Page, name: str) -> None:
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    sys.exit(main())
