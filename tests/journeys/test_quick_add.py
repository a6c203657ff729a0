"""A recruiter records a first interview on one page, from a dropped invitation: everything in it is new."""

from datetime import timedelta

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.fixtures.axe import Inspector
from tests.fixtures.chromium import DESK, PHONE, Visit, Window

RITA = "rita.alvarez@mcgrath.example"
MOST_PAGES = 12
DROP = """({ text, name }) => {
    const dropped = new DataTransfer()
    dropped.items.add(new File([text], name, { type: "text/calendar" }))
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }))
}"""
PASTE = """text => {
    const pasted = new DataTransfer()
    pasted.setData("text/plain", text)
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: pasted, bubbles: true, cancelable: true }))
}"""


class Taps:
    """Counts the presses and the pages of a journey; filling a field in is one press."""

    def __init__(self, window: Window) -> None:
        self.page, self.count, self.pages = window.page, 0, 0
        window.page.on("framenavigated", lambda frame: self._arrived() if frame == window.page.main_frame else None)

    def _arrived(self) -> None:
        self.pages += 1

    def press(self, name: str, role: str = "button") -> None:
        self.count += 1
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]

    def fill(self, label: str, value: str) -> None:
        self.count += 1
        self.page.get_by_label(label, exact=True).fill(value)


@pytest.mark.parametrize(("size", "who"), [(DESK, "Wren Abbott"), (PHONE, "Milo Abbott")], ids=["desk", "phone"])
def test_a_dropped_invitation_records_the_first_interview(visit: Visit, size: tuple[int, int], who: str) -> None:
    rita = visit(size).sign_in(RITA)
    page, taps, company = rita.page, Taps(rita), f"{who.split(maxsplit=1)[0]} Millworks"
    taps.press("New interview", "link")
    expect(page.get_by_role("heading", name="New interview")).to_be_visible()
    day = rita.demo.now().date() + timedelta(days=5)
    text = invitation(company, who, day.strftime("%Y%m%d"))
    taps.count += 1
    page.evaluate(DROP, {"text": text, "name": "Invitation.ics"})
    expect(page.get_by_text("and 2 people")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value(who)
    expect(page.get_by_label("Employer", exact=True)).to_be_focused()
    taps.fill("Employer", company)
    taps.fill("Job title", "Saw operator")
    expect(page.get_by_text(f"New employer: {company}")).to_be_visible()
    expect(page.get_by_text("Thank each of 2 people")).to_be_visible()
    fits(page)
    taps.press("Save interview")
    expect(page.get_by_role("heading", name=f"Video interview with {company}")).to_be_visible()
    created = page.locator("#notices")
    expect(created).to_contain_text(f"Created {who}, {company}, Lena Ortiz, Tom Reed, and the interview on")
    expect(created.get_by_role("link", name=company)).to_be_visible()
    print(f"{taps.count} taps, {taps.pages} pages")
    assert (taps.count, taps.pages) == (5, 2)
    assert taps.pages < MOST_PAGES


def test_keys_alone_find_what_is_known_and_undo_takes_an_invitation_back(visit: Visit) -> None:
    rita = visit().sign_in(RITA)
    page = rita.page
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="New interview")).to_be_visible()
    page.get_by_label("Name", exact=True).press_sequentially("Aaron Bl")
    expect(page.get_by_role("button", name="Use Aaron Blake")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("aaron.blake@example.org")).to_be_visible()
    expect(page.get_by_label("Employer", exact=True)).to_be_focused()
    text = invitation("Kestrel", "Someone", (rita.demo.now().date() + timedelta(days=6)).strftime("%Y%m%d"))
    page.evaluate(PASTE, text)
    filled = page.locator(".filled")
    expect(page.get_by_text("Pasted invitation")).to_be_visible()
    before = filled.count()
    page.get_by_label("Meeting link").fill("https://kestrel.zoom.us/j/2")
    expect(filled).to_have_count(before - 1)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Date", exact=True)).to_have_value("")
    expect(page.get_by_label("Meeting link")).to_have_value("https://kestrel.zoom.us/j/2")
    expect(page.get_by_text("aaron.blake@example.org")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#error-summary")).to_be_visible()
    expect(page.get_by_label("Employer", exact=True)).to_be_focused()
    page.evaluate(PASTE, text)
    expect(page.get_by_text("Pasted invitation")).to_be_visible()
    inspector = Inspector()
    inspector.look(page, "quick add, filled in", thoroughly=True)
    assert inspector.objections == []


@pytest.mark.parametrize("script", [True, False], ids=["by keys", "without script"])
def test_another_interview_follows_on_an_empty_form(visit: Visit, *, script: bool) -> None:
    rita = visit(script=script).sign_in(RITA)
    page, who = rita.go("/interviews/new"), "Nell Harper" if script else "Otto Harper"
    company = f"{who.split(maxsplit=1)[0]} Fields"
    day = (rita.demo.now().date() + timedelta(days=7)).isoformat()
    fields = {
        "Name": who,
        "Email": f"{company.split(maxsplit=1)[0].lower()}@example.org",
        "Employer": company,
        "Job title": "Baker",
    }
    for label, value in {**fields, "Date": day, "Starts": "10:00", "Ends": "11:00"}.items():
        page.get_by_label(label, exact=True).fill(value)
    if script:
        page.keyboard.press("Control+Shift+Enter")
    else:
        page.get_by_role("button", name="Save and add another").click()
    expect(page.locator("#notices")).to_contain_text(f"Created {who}, {company}, and the interview on")
    expect(page.get_by_role("heading", name="New interview")).to_be_visible()
    name = page.get_by_label("Name", exact=True)
    expect(name).to_have_value("")
    expect(name).to_be_focused()
    expect(page.get_by_role("button", name="Restore it")).to_have_count(0)
    page.locator("#notices").get_by_role("link", name="the interview on").click()
    expect(page.get_by_role("heading", name=f"Interview with {company}")).to_be_visible()


def test_without_script_a_file_fills_the_page_in(visit: Visit) -> None:
    rita = visit(script=False).sign_in(RITA)
    page = rita.go("/interviews/new")
    text = invitation("Kestrel", "Someone", (rita.demo.now().date() + timedelta(days=6)).strftime("%Y%m%d"))
    file = FilePayload(name="Invitation.ics", mimeType="text/calendar", buffer=text.encode())
    page.get_by_label("Name", exact=True).fill("Nia Brook")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Fill in from the file").click()
    expect(page.get_by_text("and 2 people")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Nia Brook")
    expect(page.get_by_label("Meeting link")).to_have_value("https://mill.zoom.us/j/1")


def fits(page: Page) -> None:
    """Nothing is wider than the window."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def invitation(company: str, who: str, day: str) -> str:
    domain = f"{company.split(maxsplit=1)[0].lower()}.example"
    return f"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Ours//Test//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:{who}@{domain}
DTSTAMP:20260101T000000Z
DTSTART;TZID=America/Chicago:{day}T100000
DTEND;TZID=America/Chicago:{day}T110000
SUMMARY:Interview
LOCATION:https://mill.zoom.us/j/1
ATTENDEE;CN=Lena Ortiz:mailto:lena@{domain}
ATTENDEE;CN=Tom Reed:mailto:tom@{domain}
ATTENDEE;CN={who}:mailto:{who.lower().replace(" ", ".")}@gmail.com
END:VEVENT
END:VCALENDAR
"""
