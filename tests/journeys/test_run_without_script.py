"""The whole run with scripts off: each answer, each note, and each Undo is a form, and each result a page."""

import re

from playwright.sync_api import Page, expect

from tests.fixtures.chromium import PHONE, Visit
from tests.journeys.three_notes import (
    AISHA,
    DAVE,
    LEE,
    SENDS,
    TALKED,
    at_the_reminder,
    each_went_out_once,
    held_back,
    met_three,
    to_thank,
    told_of_all,
)


def test_the_run_needs_no_script(visit: Visit) -> None:
    usha = met_three(visit, visit(PHONE, script=False), "Usha Patel", "Dunlin Paper")
    page = at_the_reminder(usha)
    told_of_all(page)
    for name in TALKED:
        expect(to_thank(page, name)).to_be_visible()
        page.get_by_role("button", name="Read and send").click()
        page.get_by_role("button", name=SENDS).click()
    expect(page.get_by_role("heading", name="That’s all 3 notes")).to_be_visible()
    sending = page.get_by_role("list", name="Everyone from the interview").get_by_role("listitem")
    expect(sending.filter(has_text="Sending")).to_have_count(3)
    written_again(page)
    held_back(usha)
    each_went_out_once(usha)
    page.reload()
    expect(sending.filter(has_text="Sent")).to_have_count(3)


def written_again(page: Page) -> None:
    """The second note is stopped and leads back to itself; a word is added, and it goes with the others."""
    page.get_by_role("button", name=f"Undo : {DAVE}").click()
    expect(page.get_by_text("Stopped. Nothing was sent.")).to_be_visible()
    for name in (AISHA, LEE):
        first = name.partition(" ")[0]
        expect(page.get_by_role("navigation", name="Everyone from the interview").get_by_text(first)).to_be_visible()
    body = page.get_by_label("Your note")
    body.fill(f"{body.input_value()}\n\nThank you again.")
    page.get_by_role("button", name="Save").click()
    expect(body).to_have_value(re.compile("Thank you again"))
    page.get_by_role("button", name="Read and send").click()
    page.get_by_role("button", name=SENDS).click()
