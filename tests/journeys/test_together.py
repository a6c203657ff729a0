"""Two recruiters have one list open: what one of them does appears for the other, who loses nothing by it."""

from playwright.sync_api import Page, expect

from tests.fixtures.chromium import Visit
from tests.journeys.test_whole_ritual import OWNER

RITA, OWNERS_NAME = "rita.alvarez@mcgrath.example", "Maureen McGrath"


def _path(page: Page, link: str) -> str:
    found = page.locator(link).get_attribute("href")
    assert found is not None
    return found


def test_a_request_that_a_colleague_takes_says_so_on_today(visit: Visit) -> None:
    mine, theirs = visit().sign_in(RITA), visit().sign_in(OWNER)
    page, free = mine.page, "[data-kind=requests]:has(button)"
    request = f"[id='{page.locator(free).last.get_attribute('id')}']"
    chosen = page.locator("#desk-list [data-row]:not([data-kind=requests]) .row-link").first
    chosen.focus()
    scrolled = page.evaluate("() => { window.stays = true; window.scrollTo(0, 40); return window.scrollY }")
    theirs.go(_path(page, f"{request} .row-link")).get_by_role("button", name="I’ll take it").click()
    expect(page.locator(request)).to_contain_text("Maureen is on it")
    expect(page.locator(request)).to_contain_text(f"Changed by {OWNERS_NAME}")
    expect(chosen).to_be_focused()
    assert page.evaluate("[window.stays, window.scrollY]") == [True, scrolled]


def test_a_candidate_whom_a_colleague_renames_says_so_in_the_list_and_on_the_page(visit: Visit) -> None:
    mine, theirs = visit().sign_in(RITA), visit().sign_in(OWNER)
    mine.go("/candidates")
    path = _path(mine.page, ".row-link >> nth=0")
    name = mine.page.locator(".row-link").first.inner_text()
    open_page = visit().sign_in(RITA).go(path)
    edit = theirs.go(f"{path}/edit")
    edit.get_by_label("Name", exact=True).fill(f"{name} Jr")
    edit.get_by_role("button", name="Save").first.click()
    row = mine.page.locator(f"tr:has([href='{path}'])")
    expect(row).to_contain_text(f"{name} Jr")
    expect(row).to_contain_text(f"Changed by {OWNERS_NAME}")
    expect(open_page.get_by_role("status").filter(has_text=f"Changed by {OWNERS_NAME}")).to_be_visible()
    open_page.get_by_role("link", name="Show the change").click()
    expect(open_page.get_by_role("heading", name=f"{name} Jr", level=1)).to_be_visible()
