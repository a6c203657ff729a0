"""The whole run where the connection is lost: between two answers, while a note is typed, and as it is sent."""

import re

from playwright.sync_api import Page, expect

from tests.fixtures.chromium import PHONE, Visit
from tests.journeys.three_notes import (
    AISHA,
    DAVE,
    LEE,
    SENDS,
    TALKED,
    asked_about,
    at_the_reminder,
    each_went_out_once,
    go_on,
    held_back,
    met_three,
    to_thank,
)

TYPED = "Thank you again for your time."


def test_what_was_typed_is_kept_and_goes_on_once_the_connection_is_back(visit: Visit) -> None:
    fiona = met_three(visit, visit(PHONE), "Fiona Walsh", "Scoter Mills")
    page = at_the_reminder(fiona)
    answer_without_connection(page)
    write_without_connection(page)
    send_without_connection(page)
    held_back(fiona)
    for name in (DAVE, LEE):
        expect(to_thank(page, name)).to_be_visible()
        page.get_by_role("button", name="Read and send").click()
        page.get_by_role("button", name=SENDS).click()
    expect(page.get_by_role("heading", name="That’s all 3 notes")).to_be_visible()
    each_went_out_once(fiona)


def offline(page: Page, on: bool = True) -> None:
    page.context.set_offline(on)


def answer_without_connection(page: Page) -> None:
    """Two answers wait on their pages, say so, and are sent by themselves."""
    offline(page)
    page.get_by_role("button", name="Yes, it took place").click()
    expect(page.get_by_role("status").filter(has_text="Not saved yet. We’ll try again.")).to_be_visible()
    expect(page.get_by_role("heading", name="Did the interview take place?")).to_be_visible()
    offline(page, False)
    expect(page.get_by_role("heading", name="Who did you meet?")).to_be_visible()
    go_on(page)
    for name, talked in TALKED.items():
        expect(asked_about(page, name)).to_be_visible()
        offline(page)
        said = page.get_by_label("What did you talk about?")
        said.fill(talked)
        go_on(page)
        expect(page.get_by_role("status").filter(has_text="Not saved yet. We’ll try again.")).to_be_visible()
        expect(said).to_have_value(talked)
        offline(page, False)
    page.get_by_role("button", name="In about a week").click()


def write_without_connection(page: Page) -> None:
    """What is typed into a note is saved by itself as soon as it can be."""
    expect(to_thank(page, AISHA)).to_be_visible()
    body = page.get_by_label("Your note")
    offline(page)
    body.fill(f"{body.input_value()}\n\n{TYPED}")
    waits = page.get_by_role("status").filter(has_text="Not saved yet. We’ll try again.")
    expect(waits).to_be_visible()
    page.get_by_role("button", name="Read and send").click()
    expect(waits).to_be_visible()
    expect(body).to_have_value(re.compile(TYPED))
    offline(page, False)
    expect(page.get_by_role("heading", name="Read it aloud once more")).to_be_visible()
    expect(page.get_by_text(TYPED)).to_be_visible()


def send_without_connection(page: Page) -> None:
    """A note is never sent by itself: its writer presses again."""
    offline(page)
    page.get_by_role("button", name=SENDS).click()
    expect(page.get_by_role("status").filter(has_text="Not sent. Your note is kept.")).to_be_visible()
    again = page.get_by_role("button", name="Send again")
    again.click()
    expect(page.get_by_role("heading", name="Read it aloud once more")).to_be_visible()
    offline(page, False)
    expect(page.get_by_role("status").filter(has_text="Not sent. Your note is kept.")).to_be_visible()
    again.click()
