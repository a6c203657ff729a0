"""The main job on a phone: reminded, told, blocked, answered, reminded again, written, sent."""

from playwright.sync_api import Page, expect

from tests.fixtures.chromium import PHONE, Visit, link_in, mail_to
from tests.fixtures.demo import Demo

OWNER, OMAR = "maureen.mcgrath@mcgrath.example", "omar.farouk@example.org"
NINA = "nina.quist@umbra.example"


def test_from_the_reminder_to_the_note(visit: Visit, standing: Demo) -> None:
    omar = visit(PHONE)
    page = omar.page
    reminder = mail_to(standing, OMAR, "debrief")
    page.goto(link_in(reminder, "/steps/"))
    omar.fill_sign_in(OMAR)
    expect(page.get_by_role("heading", name="How did it go at")).to_be_visible()
    tell_of_somebody_new(page)
    expect(page.get_by_text("Waiting for contact info").first).to_be_visible()
    answer(visit().sign_in(OWNER).page)
    ready = mail_to(standing, OMAR, "contact-ready", "Nina Quist")
    assert "Nina Quist" in ready["Subject"]
    page.goto(link_in(ready, "/steps/"))
    write(page)
    send_and_undo_once(page)
    note = mail_to(standing, NINA, "note")
    assert "Omar Farouk" in note["From"]
    assert OMAR in note["Reply-To"]
    assert "how you plan the shifts" in note.get_content()
    assert mail_to(standing, OMAR, "note-copy")["Subject"]
    page.goto(page.url.partition("/notes/")[0] + "/today")
    expect(page.get_by_role("heading", name="Thank Nina Quist")).to_have_count(0)


def tell_of_somebody_new(page: Page) -> None:
    """There was one more person, of whom only the name is known; it is interrupted, and goes on where it was left."""
    page.get_by_role("button", name="Yes, it happened").click()
    page.get_by_label("Someone else").fill("Nina Quist")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_label("Nina Quist")).to_be_checked()
    for box in page.get_by_role("checkbox").all()[:-1]:
        box.uncheck()
    go_on(page)
    expect(page.get_by_role("heading", name="How can we reach Nina Quist?")).to_be_visible()
    read_from_a_signature(page)
    go_on(page)
    page.get_by_label("What did you talk about?").fill("how you plan the shifts")
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    page.goto(page.url.partition("/debrief")[0] + "/debrief")
    expect(page.get_by_label("What did you talk about?")).to_have_value("how you plan the shifts")
    go_on(page)
    page.get_by_text("Near the end").click()
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
    expect(page.get_by_text("We asked your recruiter for Nina Quist’s contact info")).to_be_visible()
    page.goto(page.url.split("/interviews")[0].split("/applications")[0] + "/today")


def read_from_a_signature(page: Page) -> None:
    """What was read stays in the fields: nothing was lost, so nothing is offered back in its place."""
    page.locator("#email").fill("not on file")
    page.get_by_text("Fill in from a card or an email").click()
    page.locator("#pasted").fill("Nina Quist\nShift lead\nPhone +1 212 555 0147\nnina.quist@example.com")
    page.get_by_role("button", name="Find contact info").click()
    expect(page.get_by_text("Here’s what we found")).to_be_visible()
    expect(page.get_by_label("Phone")).to_have_value("+1 212 555 0147")
    expect(page.get_by_role("button", name="Restore it")).to_have_count(0)
    page.locator("#email").fill("")


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Next").last.click()


def answer(page: Page) -> None:
    """The owner answers the request beside the list, which loses the row."""
    row = page.get_by_role("link", name="Nina Quist")
    row.click()
    pane = page.get_by_role("region", name="Selected item")
    pane.locator("#email").fill(NINA)
    pane.get_by_role("button", name="Save contact info").click()
    expect(row).to_have_count(0)


def write(page: Page) -> None:
    expect(page.get_by_role("heading", name="Thank Nina Quist")).to_be_visible()
    page.get_by_role("button", name="Start writing").click()
    page.get_by_role("button", name="Read it once more").click()
    expect(page.get_by_text("Fix before sending")).to_be_visible()
    body = page.get_by_label("Your note")
    body.fill("Dear Nina,\n\nThank you for your time. I keep thinking of ")
    page.get_by_role("button", name="how you plan the shifts").click()
    expect(body).to_have_value("Dear Nina,\n\nThank you for your time. I keep thinking of how you plan the shifts")
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    page.get_by_role("button", name="Read it once more").click()


def send_and_undo_once(page: Page) -> None:
    send = page.get_by_role("button", name="Send to Nina Quist")
    expect(page.get_by_text("Nina Quist (address on file)")).to_be_visible()
    send.click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Read it once more").or_(send).first.click()
    if not page.get_by_text("Sending in").is_visible():
        send.click()
    expect(page.get_by_text("Sending in")).to_be_visible()
