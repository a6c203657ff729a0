"""The page of components, photographed in light and in dark."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.fixtures.chromium import DESK, PHONE, Visit

MACROS = Path(__file__).parents[2] / "templates/components"
EMPTY_PICTURE = 30_000
HIDDEN = """parts => parts.filter(one => !one.checkVisibility() || !one.getBoundingClientRect().height)
    .map(one => one.outerHTML.slice(0, 80))"""
GROUND = "() => getComputedStyle(document.body).backgroundColor"


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_every_component_is_to_be_seen_in_light_and_in_dark(visit: Visit, size: tuple[int, int]) -> None:
    light, dark = (visit(size, scheme).go("/demo/components") for scheme in ("light", "dark"))
    pictures = [photograph(page) for page in (light, dark)]
    assert pictures[0] != pictures[1]
    assert light.evaluate(GROUND) != dark.evaluate(GROUND)


def photograph(page: Page) -> bytes:
    """The whole page as a picture that has something in it."""
    parts = page.locator("main > *:not(dialog, :empty)")
    assert parts.count() > 20
    assert parts.evaluate_all(HIDDEN) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    picture = page.screenshot(full_page=True)
    assert len(picture) > EMPTY_PICTURE
    return picture


def test_every_file_of_macros_is_shown() -> None:
    shown = (MACROS.parent / "demo/components.html").read_text("utf-8")
    assert [file.name for file in MACROS.iterdir() if f'from "components/{file.name}"' not in shown] == []
