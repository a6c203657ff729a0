"""The whole run by keyboard alone, on a phone: sign-in by a code, the debrief, three notes, and what happens next."""

from playwright.sync_api import Page, expect

from tests.fixtures.chromium import PHONE, Visit, mail_to
from tests.journeys.test_keyboard import press, tab_to
from tests.journeys.three_notes import LEE, TALKED, each_went_out_once, met_three, reminder_of, to_thank


def test_the_run_needs_no_touch(visit: Visit) -> None:
    victor = met_three(visit, visit(PHONE), "Victor Chen", "Killdeer Foods")
    page = victor.mine.page
    page.goto(reminder_of(victor))
    tab_to(page, "Email me a code")
    page.keyboard.press("Enter")
    expect(page.get_by_label("6-digit code")).to_be_focused()
    page.keyboard.type(mail_to(victor.mine.demo, victor.email, "account", "is your code")["Subject"].split()[0])
    expect(page.get_by_role("heading", name="Did the interview take place?")).to_be_focused()
    tell(page)
    for name in TALKED:
        expect(to_thank(page, name)).to_be_focused()
        press(page, "Read and send")
        expect(page.get_by_role("heading", name="Read it aloud once more")).to_be_focused()
        if name == LEE:
            look_at_the_times(page)
        press(page, ("Send to", "Send anyway"))
    expect(page.get_by_role("heading", name="That’s all 3 notes")).to_be_focused()
    press(page, f"Undo: {LEE}")
    expect(page.get_by_text("Stopped. Nothing was sent.")).to_be_visible()
    press(page, "Read and send")
    press(page, ("Send to", "Send anyway"))
    each_went_out_once(victor)


def tell(page: Page) -> None:
    """Everyone is unticked and ticked again with Space; what was talked about is typed where the focus comes to it."""
    press(page, "Yes, it took place")
    for name in TALKED:
        tab_to(page, name)
        page.keyboard.press("Space")
        expect(page.get_by_label(name)).not_to_be_checked()
        page.keyboard.press("Space")
    press(page, "Next")
    for talked in TALKED.values():
        tab_to(page, "What did you talk about?")
        page.keyboard.insert_text(talked)
        press(page, "Next")
    press(page, "In about a week")


def look_at_the_times(page: Page) -> None:
    """When it goes unfolds, and the arrows choose; it is to go now after all."""
    tab_to(page, "Send now")
    page.keyboard.press("Enter")
    now = page.get_by_label("Now", exact=True)
    page.keyboard.press("Tab")
    expect(now).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(now).not_to_be_checked()
    page.keyboard.press("ArrowUp")
    expect(now).to_be_checked()
