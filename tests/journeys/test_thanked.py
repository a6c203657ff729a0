"""The main job on a phone: reminded, told, blocked, answered, reminded again, written, sent."""

import re

from playwright.sync_api import Page, expect

from tests.fixtures.chromium import PHONE, Visit, link_in, mail_to
from tests.fixtures.demo import Demo
from tests.journeys.three_notes import (
    SENDS,
    TALKED,
    each_went_out_once,
    go_on,
    held_back,
    met_three,
    reminder_of,
    to_thank,
    told_of_all,
)

OWNER, OMAR = "maureen.mcgrath@mcgrath.example", "omar.farouk@example.org"
NINA = "nina.quist@umbra.example"


def test_from_the_reminder_to_the_note(visit: Visit, standing: Demo) -> None:
    omar = visit(PHONE)
    page = omar.page
    reminder = mail_to(standing, OMAR, "debrief")
    page.goto(link_in(reminder, "/t/"))
    omar.sign_in_by_code(OMAR)
    expect(page.get_by_role("heading", name="Did the interview take place?")).to_be_visible()
    tell_of_somebody_new(page)
    expect(page.get_by_text("Contact info for Nina Quist").first).to_be_visible()
    answer(visit().sign_in(OWNER).page)
    ready = mail_to(standing, OMAR, "contact-ready", "Nina Quist")
    assert "Nina Quist" in ready["Subject"]
    page.goto(link_in(ready, "/t/"))
    write(page)
    send_and_undo_once(page)
    note = mail_to(standing, NINA, "note")
    assert "Omar Farouk" in note["From"]
    assert OMAR in note["Reply-To"]
    assert "how you plan the shifts" in note.get_content()
    assert mail_to(standing, OMAR, "note-copy")["Subject"]
    page.goto(page.url.partition("/notes/")[0] + "/today")
    expect(page.get_by_role("heading", name="Thank Nina Quist")).to_have_count(0)


MOST_TAPS, MOST_PAGES = 14, 13
COUNTED = """() => {
  const counted = (name) => JSON.parse(sessionStorage.getItem(name) || "[]");
  const add = (name, value) => sessionStorage.setItem(name, JSON.stringify([...counted(name), value]));
  addEventListener("click", (event) => {
    const pressed = event.target.closest("a, button, summary, select, [role=button], [type=checkbox], [type=radio]");
    if (pressed) add("taps", pressed.textContent.trim());
  }, true);
  const look = () => {
    const heading = [...document.querySelectorAll("h1")].find((one) => one.checkVisibility())?.textContent.trim();
    if (!heading || heading === sessionStorage.getItem("heading")) return;
    sessionStorage.setItem("heading", heading);
    add("pages", heading);
  };
  addEventListener("DOMContentLoaded", () => {
    look();
    const all = { childList: true, subtree: true, attributes: true, characterData: true };
    new MutationObserver(look).observe(document.body, all);
  });
}"""
"""
        Counts each activation of a control, by finger or key, and each main heading that is shown anew."""


def test_three_notes_are_one_run(visit: Visit) -> None:
    amara = met_three(visit, visit(PHONE), "Amara Osei", "Tern Bakery")
    page = amara.mine.sign_in(amara.email).page
    reminder = reminder_of(amara)
    page.add_init_script(f"({COUNTED})()")
    page.goto(reminder)
    told_of_all(page)
    for name in TALKED:
        expect(to_thank(page, name)).to_be_visible()
        page.get_by_role("button", name="Read and send").click()
        page.get_by_role("button", name=SENDS).click()
        expect(page.get_by_text(re.compile("^Sending")).first).to_be_visible()
    held_back(amara)
    expect(page.get_by_role("heading", name="That’s all 3 notes")).to_be_visible()
    taps, pages = (
        page.evaluate("name => JSON.parse(sessionStorage.getItem(name))", name) for name in ("taps", "pages")
    )
    assert 1 + len(taps) <= MOST_TAPS, taps  # the first is in the email
    assert len(pages) <= MOST_PAGES, pages
    each_went_out_once(amara)


def tell_of_somebody_new(page: Page) -> None:
    """There was one more person, of whom only the name is known; it is interrupted, and goes on where it was left."""
    page.get_by_role("button", name="Yes, it took place").click()
    page.get_by_text("Add someone").click()
    page.get_by_label("Someone else").fill("Nina Quist")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_label("Nina Quist")).to_be_checked()
    for box in page.get_by_role("checkbox").all()[:-1]:
        box.uncheck()
    go_on(page)
    expect(page.get_by_role("heading", name="How can you reach Nina?")).to_be_visible()
    read_from_a_signature(page)
    go_on(page)
    page.get_by_label("What did you talk about?").fill("how you plan the shifts")
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    page.goto(page.url.partition("/debrief")[0] + "/debrief")
    expect(page.get_by_label("What did you talk about?")).to_have_value("how you plan the shifts")
    go_on(page)
    page.get_by_role("button", name="In about a week").click()
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
    expect(page.get_by_text("We asked your recruiter for Nina Quist’s contact info")).to_be_visible()
    page.goto(page.url.split("/interviews")[0].split("/applications")[0] + "/today")


def read_from_a_signature(page: Page) -> None:
    """What was read stays in the fields: nothing was lost, so nothing is offered back in its place."""
    page.locator("#email").fill("not on file")
    page.locator("summary").filter(has_text="Paste the signature").click()
    page.locator("#pasted").fill("Nina Quist\nShift lead\nPhone +1 212 555 0147\nnina.quist@example.com")
    page.get_by_role("button", name="Find contact info").click()
    expect(page.get_by_text("Here’s what we found")).to_be_visible()
    expect(page.get_by_label("Phone")).to_have_value("+1 212 555 0147")
    expect(page.get_by_role("button", name="Restore it")).to_have_count(0)
    page.locator("#email").fill("")


def answer(page: Page) -> None:
    """The owner answers the request beside the list, where its row says so."""
    row = page.locator("[data-kind=requests]").filter(has_text="Nina Quist")
    row.get_by_role("link", name="Nina Quist", exact=True).click()
    pane = page.get_by_role("region", name="Selected item")
    pane.locator("#email").fill(NINA)
    pane.get_by_role("button", name="Save contact info").click()
    expect(row).to_have_count(0)


def write(page: Page) -> None:
    expect(page.get_by_role("heading", name="Thank Nina Quist")).to_be_visible()
    body = page.get_by_label("Your note")
    expect(body).to_have_value(re.compile("how you plan the shifts"))
    body.fill("Dear Nina,\n\nThank you for your time. I keep thinking of how you plan the shifts.")
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    page.get_by_role("button", name="Read and send").click()


def send_and_undo_once(page: Page) -> None:
    send = page.get_by_role("button", name=SENDS)
    expect(page.get_by_text("Nina Quist (address on file)")).to_be_visible()
    send.click()
    page.get_by_role("button", name=re.compile("^Undo ?: Nina Quist")).click()
    expect(page.get_by_text("Stopped. Nothing was sent.")).to_be_visible()
    page.get_by_role("button", name="Read and send").click()
    send.click()
    expect(page.get_by_role("heading", name="That’s your note")).to_be_visible()
    expect(page.get_by_text("Sending", exact=True)).to_be_visible()
