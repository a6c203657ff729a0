"""A colleague's way in: an owner pastes three addresses, and one of them opens the email and is at work."""

from playwright.sync_api import Page, expect

from tests.fixtures.axe import Inspector, Known
from tests.fixtures.chromium import PHONE, Visit, link_in, mail_to
from tests.fixtures.demo import Demo

OWNER = "maureen.mcgrath@mcgrath.example"
PASTED = """Ada Lin <ada.lin@mcgrath.example>
ben.hart@mcgrath.example, cho.min@mcgrath.example
rita.alvarez@mcgrath.example
eve.stone@mcgrath"""
SECRET = "a harbor at six in the morning"


def test_from_the_pasted_list_to_today(visit: Visit, standing: Demo) -> None:
    owner, inspector = visit().sign_in(OWNER), Inspector(Known())
    invite(owner.go("/settings/people"))
    inspector.look(owner.page, "what is left of a pasted list")
    fresh = visit(PHONE)
    fresh.page.goto(link_in(mail_to(standing, "cho.min@mcgrath.example", "account"), "/invitations/"))
    inspector.look(fresh.page, "an invitation")
    accept(fresh.page)
    expect(fresh.page).to_have_url(fresh.url("/today"))
    fresh.go("/me/account")
    expect(fresh.page.get_by_label("Name", exact=True)).to_have_value("Cho Min")
    desk = visit().sign_in(OWNER)
    see_them(desk.go("/settings/people"))
    inspector.look(desk.page, "the list of people")
    assert not inspector.objections, "\n".join(inspector.objections)


def invite(page: Page) -> None:
    """Each address says what happens to it while the list is typed; the button counts, and the rest stays."""
    page.get_by_role("link", name="Invite people").click()
    page.get_by_label("Email addresses").fill(PASTED)
    expect(page.get_by_role("heading", name="5 addresses: 3 ready, 2 left out")).to_be_visible()
    expect(page.get_by_text("Already here, as a recruiter.")).to_be_visible()
    expect(page.get_by_text("Add the ending, like .com.")).to_be_visible()
    page.get_by_label("Role for all").select_option("Viewer")
    page.get_by_role("button", name="Send 3 invitations").click()
    expect(page.get_by_text("Sending 3 invitations.")).to_be_visible()
    expect(page.get_by_label("Email addresses")).to_have_value("rita.alvarez@mcgrath.example\neve.stone@mcgrath")
    expect(page.get_by_role("region", name="Open invitations")).to_contain_text("ben.hart@mcgrath.example")


def accept(page: Page) -> None:
    """No one is called by their address, and the time zone is that of the device."""
    expect(page.get_by_role("heading", name="Welcome to McGrath Systems")).to_be_visible()
    expect(page.get_by_label("Your name")).to_have_value("")
    expect(page.get_by_role("combobox", name="Time zone")).to_have_value("UTC")
    page.get_by_label("Your name").fill("Cho Min")
    page.get_by_label("New password").fill(SECRET)
    page.get_by_label("Confirm password").fill(SECRET)
    page.get_by_role("button", name="Save and continue").click()


def see_them(page: Page) -> None:
    """The owner sees who has come, finds them, and sorts by what is open."""
    finder = page.get_by_role("searchbox", name="Name or email")
    finder.fill("cho")
    finder.press("Enter")
    row = page.get_by_role("row", name="Cho Min")
    expect(row).to_contain_text("Viewer")
    expect(row).to_contain_text("Active")
    page.goto(page.url.partition("?")[0])
    page.get_by_role("link", name="State").click()
    expect(page.get_by_role("columnheader", name="State")).to_have_attribute("aria-sort", "ascending")
    expect(page.get_by_role("row", name="ben.hart@mcgrath.example")).to_contain_text("Invited")
