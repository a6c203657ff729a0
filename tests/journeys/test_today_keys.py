"""A Today of 60 rows is finished by keyboard alone, counted in keys."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.chromium import Visit
from tests.fixtures.demo import Demo
from tests.journeys.imported import import_agency

RITA = "rita.alvarez@mcgrath.example"
LEAST = 50
"""How many candidates are late at least; with all that waits they are about 60 rows."""
SAID = 15_000


@pytest.fixture(scope="module")
def standing(own_demo: Demo) -> Demo:
    import_agency(own_demo, RITA)
    return own_demo


@dataclass
class Keyboard:
    """The only way to the page, which counts."""

    page: Page
    pressed: int = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    @property
    def row(self) -> str:
        """The row that has the focus."""
        found: str = self.page.evaluate("document.activeElement?.closest('[data-row]')?.id ?? ''")
        return found

    def finish(self, *keys: str) -> None:
        """Do it in the row; the row then says so, and another one has the focus."""
        row = self.row
        self.press(*keys)
        expect(self.page.locator(f"[id='{row}'][data-done]")).to_be_visible(timeout=SAID)
        self.page.wait_for_function("row => document.activeElement?.closest('[data-row]')?.id !== row", arg=row)


def counted(page: Page, group: str) -> int:
    """The count of the group; 0 once it is gone."""
    count = page.locator(f"[data-count={group}]")
    return int(count.inner_text()) if count.count() else 0


def test_a_today_of_60_rows_is_finished_by_keyboard(visit: Visit) -> None:
    page = visit().sign_in(RITA).go("/today")
    whole, late, requests = _to_do(page), counted(page, "late"), counted(page, "requests")
    assert late >= LEAST and requests
    keyboard = Keyboard(page)
    keyboard.press("j")
    for _ in range(requests):
        keyboard.finish("#")
    while not keyboard.row.startswith("late-"):
        keyboard.press("j")
    for _ in range(late):
        keyboard.finish("s", "Enter")
    kept = whole - late - requests
    expect(page.locator(".desk-total")).to_have_text(f"{kept} to do")
    assert counted(page, "late") == counted(page, "requests") == 0
    assert _to_do(page) == kept
    assert keyboard.pressed <= 1 + requests + kept + 2 * late, "two keys a candidate, one a request, one to pass a row"
    keyboard.press("u")
    expect(page.locator("[data-count=late]")).to_have_text("1")
    keyboard.press("g", "c")
    expect(page).to_have_url(re.compile("/candidates$"))
    keyboard.press("f")
    expect(page.get_by_role("form", name="Filter the list")).to_be_focused()
    page.wait_for_load_state()
    keyboard.press("2")
    expect(page.locator("a[data-view][aria-current]")).to_contain_text("Needs me")


def _to_do(page: Page) -> int:
    """How much there is to do, as Today and the menu say."""
    said = page.locator(".desk-total").inner_text().split()[0]
    assert page.locator(".rail [data-count=nav-today]").inner_text() == said
    return int(said)
