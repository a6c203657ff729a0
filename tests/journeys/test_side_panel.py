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
    place = page.locator("[data-place]")
    count = page.locator("[data-count=approvals]").inner_text()
    expect(place).to_have_text(f"Notes to review, 1 of {count}")
    shape = letter.evaluate(SHAPE)
    assert shape["width"] >= 340 and shape["font"] >= 14 and not shape["cut"], shape


def test_the_pane_asks_hr_from_the_row_and_says_which_request_it_shows(visit: Visit) -> None:
    page = visit().sign_in(OWNER).page
    rows = page.locator("section[aria-labelledby=requests] [data-row]")
    count = page.locator("[data-count=requests]").inner_text()
    assert rows.count() >= 2
    rows.first.locator("a.row-link").focus()
    keys = page.locator("[data-row-keys]")
    expect(keys).to_contain_text("Ask HR")
    page.keyboard.press("h")
    expect(page.locator("[data-pane] details:has(#ask-hr) > summary")).to_be_focused()
    expect(page.locator("[data-pane] #ask-hr")).to_be_visible()
    place = page.locator("[data-place]")
    expect(place).to_have_text(f"Contact requests, 1 of {count}")
    page.get_by_role("button", name="Next item").click()
    expect(place).to_have_text(f"Contact requests, 2 of {count}")
    expect(rows.nth(1).locator("a.row-link")).to_be_focused()
    page.locator("section[aria-labelledby=late] [data-row] a.row-link").first.focus()
    expect(keys).not_to_contain_text("Ask HR")
    expect(keys).to_contain_text("Snooze")
    page.keyboard.press("h")
    assert page.url.endswith("/today"), "a key that the row has no use for does nothing"
