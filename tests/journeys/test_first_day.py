"""An agency's first day: an operator creates it, and from the email its owner comes to the first planned interview."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.axe import Inspector
from tests.fixtures.chromium import Visit, Window, link_in, mail_to, mails_to
from tests.fixtures.demo import Demo
from tests.journeys.test_invited import SECRET
from tests.journeys.test_quick_add import DROP, MOST_PAGES, Taps, invitation

HOST = "northfield.localhost"
NORA = "nora@northfield.example"
COLLEAGUES = tuple(f"{name}@northfield.example" for name in ("ada.lin", "ben.hart", "cho.min"))
COLOR = "#8b1e1e"


@pytest.fixture
def nora(visit: Visit, standing: Demo) -> Window:
    """A window at the new agency, to which the operator's command has invited its owner."""
    made = standing.run("agency", "create", "Northfield Staffing", "--host", HOST, "--owner", NORA)
    assert (made.returncode, made.stdout) == (0, f"{HOST}\tcreated\n"), made.stderr
    window = visit()
    window.agency = {"url": f"http://{HOST}:{standing.port}", "accounts": []}
    return window


def test_from_the_operators_command_to_the_first_planned_interview(nora: Window) -> None:
    page, pages = nora.page, Taps(nora)
    page.goto(link_in(mail_to(nora.demo, NORA, "account"), "/invitations/"))
    accept(page)
    page.get_by_role("link", name="Edit profile").click()
    set_up(page)
    nora.go("/today").get_by_role("link", name="Invite people").click()
    invite(page)
    record_the_first_interview(nora)
    assert pages.pages <= MOST_PAGES
    the_day_is_done(nora)


def accept(page: Page) -> None:
    """One page: what she is called, her password, and her time zone."""
    expect(page.get_by_role("heading", name="Welcome to Northfield Staffing")).to_be_visible()
    page.get_by_label("Your name").fill("Nora Field")
    page.get_by_label("New password").fill(SECRET)
    page.get_by_label("Confirm password").fill(SECRET)
    zone = page.get_by_role("combobox", name="Time zone")
    zone.fill("Chicago")
    zone.press("Enter")
    expect(zone).to_have_value(re.compile("^Chicago, United States"))
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    expect(page.get_by_text("0 of 6 done")).to_be_visible()


def set_up(page: Page) -> None:
    """The page shows the color that is picked as each theme has it, before it is saved."""
    expect(page.get_by_role("heading", name="Agency profile")).to_be_visible()
    page.get_by_label("Legal name").fill("Northfield Staffing LLC")
    page.get_by_role("textbox", name="Phone").fill("312-555-0143")
    page.get_by_label("Mailing address").fill("12 Lake Street\nChicago, IL 60601")
    page.get_by_label("Color").fill(COLOR)
    expect(page.locator("#shades")).to_contain_text(f"Light · {COLOR}")
    expect(page.locator(".shade-light .shade-button")).to_have_css("background-color", "rgb(139, 30, 30)")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def invite(page: Page) -> None:
    page.get_by_label("Email addresses").fill(", ".join(COLLEAGUES))
    page.get_by_role("button", name="Send 3 invitations").click()
    expect(page.get_by_text("Sending 3 invitations.")).to_be_visible()


def record_the_first_interview(nora: Window) -> None:
    """An invitation is dropped on the page; only the employer and the job are left to type."""
    page = nora.page
    page.get_by_role("link", name="New interview").click()
    expect(page.get_by_role("heading", name="New interview")).to_be_visible()
    day = (nora.demo.now().date() + timedelta(days=5)).strftime("%Y%m%d")
    page.evaluate(DROP, {"text": invitation("Lakeside Mill", "Wade Morrow", day), "name": "Invitation.ics"})
    expect(page.get_by_text("and 2 people")).to_be_visible()
    page.get_by_label("Employer", exact=True).fill("Lakeside Mill")
    page.get_by_label("Job title", exact=True).fill("Saw operator")
    expect(page.get_by_text("Thank each of 2 people")).to_be_visible()
    page.get_by_role("button", name="Save interview").click()
    expect(page.get_by_role("heading", name="Video interview with Lakeside Mill")).to_be_visible()
    expect(page.locator("#notices")).to_contain_text("Created Wade Morrow, Lakeside Mill, Lena Ortiz, Tom Reed, and")


def the_day_is_done(nora: Window) -> None:
    """The checklist has noticed all of it, and each colleague has an email that says whose it is."""
    page, inspector = nora.go("/today"), Inspector()
    expect(page.get_by_text("4 of 6 done")).to_be_visible()
    inspector.look(page, "the checklist of a new agency", thoroughly=True)
    assert inspector.objections == []
    for address in COLLEAGUES:
        mail = mail_to(nora.demo, address, "account")
        assert mail["From"].addresses[0].display_name == "Northfield Staffing"
        text = mail.get_body(("plain",))
        assert text is not None
        assert "Northfield Staffing LLC · 12 Lake Street, Chicago, IL 60601" in text.get_content()
    assert not mails_to(nora.demo, "wade.morrow@gmail.com", "invitation"), "no candidate gets an email uninvited"
