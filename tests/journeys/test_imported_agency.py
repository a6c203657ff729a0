"""Work in an agency of 400 people who came from another system's files."""

from email.message import EmailMessage

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.fixtures.chromium import Visit
from tests.fixtures.demo import Demo
from tests.fixtures.waiting import comes_true
from tests.journeys.imported import import_agency
from tests.journeys.messy import Person

RITA = "rita.alvarez@mcgrath.example"


@pytest.fixture(scope="module")
def imported(own_demo: Demo) -> list[Person]:
    return import_agency(own_demo, RITA)


@pytest.fixture
def standing(own_demo: Demo, imported: list[Person]) -> Demo:
    assert imported
    return own_demo


def test_one_of_400_is_found_by_a_misspelled_name_and_by_a_phone_number(visit: Visit, imported: list[Person]) -> None:
    page = visit().sign_in(RITA).go("/today")
    first, second = imported[200], imported[300]
    for typed, person in ((_misspelled(first.name), first), (f"({second.phone[:3]}) {second.phone[3:]}", second)):
        page.keyboard.press("/")
        page.keyboard.type(typed)
        expect(page.locator("#search-list [aria-selected=true]")).to_contain_text(person.name)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=person.name, level=1)).to_be_visible()


def test_14_are_selected_by_keys_and_12_of_them_reminded_after_an_undo(visit: Visit, standing: Demo) -> None:
    window = visit().sign_in(RITA)
    page = window.go("/candidates?task=debrief&late=now")
    _select(page, 2)
    page.get_by_role("button", name="Pause").click()
    expect(_sheet(page)).to_contain_text("Pause reminders to 2")
    page.keyboard.press("Control+Enter")
    expect(_sheet(page)).to_contain_text("Reminders to 2 candidates are paused")
    page = window.go("/candidates?task=debrief&late=now")
    for result, key in (("12 reminders are canceled", "u"), ("Sending 12 reminders", "")):
        _select(page, 14)
        page.keyboard.press("r")
        expect(_sheet(page)).to_contain_text("Remind 14 candidates: 12 get an email, 2 are paused")
        expect(_sheet(page)).to_contain_text("1 of 12")
        page.get_by_role("link", name="Next email").click()
        expect(_sheet(page)).to_contain_text("2 of 12")
        page.keyboard.press("Control+Enter")
        expect(_sheet(page)).to_contain_text("Sending 12 reminders")
        page.keyboard.press(key or "Shift")
        expect(_sheet(page)).to_contain_text(result)
        page.keyboard.press("Escape")
    standing.advance("1m")
    assert comes_true(lambda: len(_asked_again(standing)) == 12)
    for mail in _asked_again(standing):
        text = mail.get_body(("plain",))
        assert text is not None and "Rita Alvarez sent you this" in text.get_content()
        assert mail["Subject"].startswith("Still open: share how it went")
        assert RITA in mail["Reply-To"]
    assert len({mail["To"] for mail in _asked_again(standing)}) == 12


def _sheet(page: Page) -> Locator:
    return page.locator("#bulk-sheet")


def _select(page: Page, count: int) -> None:
    """The first rows are selected, from the first to the last of them."""
    page.locator("[data-row] a").first.focus()
    page.keyboard.press("x")
    for _ in range(count - 1):
        page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    expect(page.locator("[data-bulk-count]")).to_have_text(f"{count} selected")


def _asked_again(demo: Demo) -> list[EmailMessage]:
    return [mail for mail in demo.mails() if mail["X-Portal-Kind"] == "asked-again"]


def _misspelled(name: str) -> str:
    """Return the name with two letters of its last word exchanged."""
    return f"{name[:-2]}{name[-1]}{name[-2]}".casefold()
