"""A candidate's main pages on a narrow phone, and with text at twice its size: nothing is cut, covered, or moved."""

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.chromium import PHONE, Visit

OMAR, FARID = "omar.farouk@example.org", "farid.haddad@example.org"
PLACES = ("/today", "/interviews", "/notes", "/me/account", "/me/reminders", "/openings", "/drafts", "/recruiter")
NARROW, LARGE_TEXT = (320, 640), (195, 422)
"""The narrowest phone, and one of 390 px whose text, or page, is shown at twice its size."""
FOUND = """() => {
    const shown = (one) => one.checkVisibility() && !one.closest(".sr-only, .skip, dialog")
    const box = (one) => one.getBoundingClientRect()
    const html = document.documentElement
    const words = (problem) => (one) => `${problem}: ${one.outerHTML.slice(0, 120)}`
    const all = [...document.querySelectorAll("header *, main *, nav *")].filter(shown)
    const wide = html.scrollWidth > html.clientWidth ? all.filter((one) => box(one).right > html.clientWidth + 1) : []
    const labels = all.filter((one) => one.matches(".bottom-item > span:last-child")).map((one) => {
        const range = document.createRange()
        range.selectNodeContents(one)
        return [one, range.getBoundingClientRect()]
    })
    const touching = labels.slice(1).filter(([, one], at) => {
        const before = labels[at][1]
        return one.top < before.bottom && one.left < before.right + 4
    }).map(([label]) => label)
    scrollTo(0, html.scrollHeight)
    const bars = [...document.querySelectorAll(".bar, .bottom-bar")]
        .filter((one) => getComputedStyle(one).position === "fixed")
    const controls = all.filter((one) => one.matches("main :is(a, button, input, summary)"))
    const isUnder = (one, bar) => !bar.contains(one) && box(one).bottom > box(bar).top + 1
    const covered = controls.filter((one) => bars.some((bar) => isUnder(one, bar)))
    scrollTo(0, 0)
    const small = controls.filter((one) => one.matches(".btn, .nav-row, summary") && Math.round(box(one).height) < 44)
    return [...wide.slice(-3).map(words("too wide")), ...touching.map(words("touches")),
        ...covered.map(words("under a bar")), ...small.map(words("under 44 px"))]
}"""
WATCH = """window.moved = []
new PerformanceObserver((list) => window.moved.push(...list.getEntries().map((one) => one.value)))
    .observe({type: "layout-shift", buffered: true})"""
LEAST = 0.01
"""What Chromium counts as moved where a label of a button becomes a few pixels longer."""


@pytest.mark.parametrize("size", [NARROW, LARGE_TEXT])
def test_nothing_is_cut_or_covered_on_a_candidates_pages(visit: Visit, size: tuple[int, int]) -> None:
    window = visit(size).sign_in(OMAR)
    page = window.page
    debrief, application = (page.locator(f"main a[href*='/{part}']").first for part in ("interviews/", "applications/"))
    paths = [link.get_attribute("href") or "" for link in (debrief, application)]
    found = [f"{path} {problem}" for path in (*PLACES, *paths) for problem in window.go(path).evaluate(FOUND)]
    assert found == []


@pytest.mark.parametrize("size", [NARROW, LARGE_TEXT])
def test_nothing_is_cut_or_covered_on_a_note_and_before_it_is_sent(visit: Visit, size: tuple[int, int]) -> None:
    page = _note(visit, size)
    found = page.evaluate(FOUND)
    page.goto(page.url + "/sending")
    assert found + page.evaluate(FOUND) == []


def test_a_note_stays_where_it_is_while_it_is_checked(visit: Visit) -> None:
    page = _note(visit, PHONE)
    page.add_init_script(WATCH)
    with page.expect_response("**/issues"):
        page.reload()
    expect(page.locator("[data-first-issue]")).to_contain_text("to check")
    expect(page.locator("#likeness")).to_contain_text("sentences are as in your note")
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    assert page.evaluate("() => window.moved.reduce((all, one) => all + one, 0)") < LEAST


def _note(visit: Visit, size: tuple[int, int]) -> Page:
    window = visit(size).sign_in(FARID)
    window.go("/notes")
    window.page.locator("main a[href^='/notes/']").first.click()
    expect(window.page.locator("#body")).to_be_visible()
    return window.page
