"""A candidate shares how it went and sends a note by keyboard alone, and takes the note back in time."""

from playwright.sync_api import Page, expect

from tests.fixtures.chromium import Visit, link_in, mail_to
from tests.journeys.test_whole_ritual import OWNER, Sides, held_yesterday

KIM = "Kim Soto"
MOST_TABS = 60
LETTER = """Dear Kim,

Thank you for your time. I keep thinking of how visitors are greeted at your front desk, and how I would do it with you.

At my last desk I planned such a week twice, and I wrote down what each of us had forgotten.

Kind regards
Kofi"""
FOCUSED = """() => {
    const focused = document.activeElement
    const named = (focused.labels?.[0] ?? focused).cloneNode(true)
    for (const unsaid of named.querySelectorAll("[aria-hidden=true]")) unsaid.remove()
    return (focused.ariaLabel ?? named.textContent).replace(/\\s+/g, " ").trim()
}"""
COUNTED_ALOUD = """() => [...document.querySelectorAll("[data-countdown]")]
    .filter(count => !count.closest("[aria-hidden=true]")).length"""


def test_a_debrief_and_a_note_need_no_mouse(visit: Visit) -> None:
    kofi = Sides(visit(), visit().sign_in(OWNER), "Kofi Mensah", "kofi.mensah@example.org", "Heron Books")
    held_yesterday(kofi)
    page = kofi.mine.page
    page.goto(link_in(mail_to(kofi.mine.demo, kofi.email, "debrief"), "/t/"))
    page.get_by_role("link", name="Use a password").click()
    kofi.mine.fill_sign_in(kofi.email)
    expect(page.get_by_role("heading", name="Did the interview take place?")).to_be_visible()
    press(page, "Yes, it took place")
    add_by_name(page)
    titles = answer_the_rest(page)
    assert len(set(titles)) == len(titles), "every question has a title of its own"
    write_to_kim(page)
    press(page, ("Send to", "Send anyway"))
    take_it_back(page)


def tab_to(page: Page, name: str | tuple[str, ...]) -> None:
    """Press Tab until the control of this name has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(name):
            return
    raise AssertionError(f"no Tab reaches “{name}” on {page.url}")


def press(page: Page, name: str | tuple[str, ...]) -> None:
    """Go to the control of this name and press Enter, which loads a page."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def add_by_name(page: Page) -> None:
    """Add a person; the focus stays in the field for the next one."""
    tab_to(page, "Add someone")
    page.keyboard.press("Enter")
    tab_to(page, "Someone else")
    page.keyboard.insert_text(KIM)
    press(page, "Add")
    expect(page.get_by_label("Someone else")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text=f"Added {KIM}.")).to_be_visible()
    expect(page.get_by_label(KIM)).to_be_checked()


def answer_the_rest(page: Page) -> list[str]:
    """Go through the questions to the end; return the titles of their pages."""
    titles = []
    while True:
        question = page.get_by_role("heading", level=1).inner_text()
        assert page.title().startswith(question), page.title()
        titles.append(page.title())
        if question == "How can you reach Kim?":
            tab_to(page, "Email")
            page.keyboard.insert_text("kim.soto@heron.example")
        if "pace" in page.url:
            press(page, "In about a week")
            return titles
        press(page, "Next")


def write_to_kim(page: Page) -> None:
    """Write a note from the row of everyone met to the last look at it."""
    press(page, KIM.partition(" ")[0])
    for name, words in (("Subject", "Thank you for yesterday"), ("Your note", LETTER)):
        tab_to(page, name)
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(words)
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.get_by_text("This is exactly what will be sent.")).to_be_visible()


def take_it_back(page: Page) -> None:
    """What becomes of it is said over the next note, where no number is counted aloud, and Undo opens it again."""
    first = KIM.partition(" ")[0]
    expect(page.get_by_role("status").filter(has_text=f"Sending to {first}")).to_be_visible()
    assert page.evaluate(COUNTED_ALOUD) == 0
    press(page, f"Undo: Sending to {first}")
    expect(page.get_by_text("Stopped. Nothing was sent.")).to_be_visible()
    expect(page.get_by_label("Your note")).to_have_value(LETTER)
