"""What recruiters choose in a list opens beside it, and a note in there is legible on a small laptop."""

from playwright.sync_api import expect

from tests.fixtures.chromium import DESK, Visit
from tests.journeys.test_whole_ritual import OWNER

SHAPE = """letter => ({
    width: letter.clientWidth,
    font: parseFloat(getComputedStyle(letter).fontSize),
    cut: letter.scrollWidth > letter.clientWidth,
})"""


def test_a_note_beside_the_list_is_legible_at_1280_pixels(visit: Visit) -> None:
    assert DESK[0] == 1280
    page = visit().sign_in(OWNER).page
    page.locator("section[aria-labelledby=approvals] [data-row] a").first.click()
    letter = page.locator("[data-pane] .letter").first
    expect(letter).to_be_visible()
    assert page.url.endswith("/today"), "the list stays"
    shape = letter.evaluate(SHAPE)
    assert shape["width"] >= 340 and shape["font"] >= 14 and not shape["cut"], shape
