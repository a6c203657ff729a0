"""The whole run as a screen reader reads it: every control by its role and name, and what happens by live regions."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.fixtures.chromium import PHONE, Visit
from tests.journeys.three_notes import (
    AISHA,
    DAVE,
    LEE,
    SENDS,
    TALKED,
    at_the_reminder,
    each_went_out_once,
    met_three,
    to_thank,
)


def test_the_run_is_all_said(visit: Visit) -> None:
    lara = met_three(visit, visit(PHONE), "Lara Jensen", "Gannet Glass")
    page = at_the_reminder(lara)
    tell(page)
    for number, name in enumerate(TALKED, start=1):
        expect(to_thank(page, name)).to_be_focused()
        expect(page.get_by_role("banner").get_by_text(f"{number} of 3")).to_be_visible()
        expect(page.get_by_role("navigation", name="Everyone from the interview").get_by_role("link")).to_have_count(3)
        expect(page.get_by_role("textbox", name="Your note")).to_have_value(re.compile(f"Dear {name.split()[0]}"))
        page.get_by_role("textbox", name="Subject").fill(f"Thank you from Lara, {number}")
        expect(said(page, "Saved")).to_be_visible()
        page.get_by_role("button", name="Read and send").click()
        expect(page.get_by_role("heading", name="Read it aloud once more")).to_be_focused()
        page.get_by_role("button", name=SENDS).click()
        if name != LEE:
            expect(said(page, f"Sending to {name.partition(' ')[0]}")).to_be_visible()
    expect(page.get_by_role("heading", name="That’s all 3 notes")).to_be_focused()
    each_went_out_once(lara)
    page.reload()
    states = page.get_by_role("list", name="Everyone from the interview").get_by_role("listitem")
    for name in (AISHA, DAVE, LEE):
        expect(states.filter(has_text=name)).to_contain_text("Sent")


def tell(page: Page) -> None:
    """Each question is the heading that has the focus, and says how far it is."""
    question(page, "Did the interview take place?", "1 of 4")
    page.get_by_role("button", name="Yes, it took place").click()
    question(page, "Who did you meet?", "2 of 4")
    for name in TALKED:
        expect(page.get_by_role("group", name="People").get_by_role("checkbox", name=name)).to_be_checked()
    refused_without_anyone(page)
    page.get_by_role("button", name="Next").click()
    for number, (name, talked) in enumerate(TALKED.items(), start=1):
        first = name.partition(" ")[0]
        question(page, f"What did you talk about with {first}?", f"3 of 4 · {first}, {number} of 3")
        page.get_by_role("textbox", name="What did you talk about?").fill(talked)
        expect(said(page, "Saved")).to_be_visible()
        page.get_by_role("button", name=re.compile("^Next")).click()
    question(page, "Did they say when they’ll decide?", "4 of 4")
    page.get_by_role("button", name="In about a week").click()


def refused_without_anyone(page: Page) -> None:
    """What stops it is an alert, which names the field that then has the focus."""
    boxes = page.get_by_role("checkbox").all()
    for box in boxes:
        box.uncheck()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("alert").filter(has_text="Choose who you met, or add someone.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Someone else")).to_be_focused()
    for name in TALKED:
        page.get_by_role("checkbox", name=name).check()


def question(page: Page, words: str, progress: str) -> None:
    expect(page.get_by_role("heading", level=1, name=words)).to_be_focused()
    expect(page.get_by_role("banner")).to_contain_text(progress)


def said(page: Page, words: str) -> Locator:
    """What a live region says."""
    return page.get_by_role("status").filter(has_text=words)
