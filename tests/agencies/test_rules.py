"""Who sends notes; and a color is readable on both themes, whatever the agency chose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.agencies.rules import (
    DARK_SURFACE,
    LIGHT_SURFACE,
    MIN_CONTRAST,
    accent_color,
    contrast_ratio,
    footer_lines,
    format_color,
    luminance,
    note_sender,
    parse_color,
    readable_color,
    text_color_on,
)


@pytest.mark.parametrize(
    ("agency", "employer", "who"),
    [
        ("candidate", None, "candidate"),
        ("approval", None, "approval"),
        ("approval", "candidate", "candidate"),
        ("candidate", "recruiter", "recruiter"),
    ],
)
def test_an_employer_can_have_notes_sent_otherwise_than_the_agency(agency: str, employer: str | None, who: str) -> None:
    assert note_sender(agency, employer) == who


@pytest.mark.parametrize(
    ("color", "on_light", "on_dark"),
    [
        ("#0f766e", "#0f766e", "#499791"),
        ("#000000", "#000000", "#8a8a8a"),
        ("#ffffff", "#757575", "#ffffff"),
    ],
)
def test_a_color_moves_only_as_far_as_it_takes(color: str, on_light: str, on_dark: str) -> None:
    assert (readable_color(color, LIGHT_SURFACE), readable_color(color, DARK_SURFACE)) == (on_light, on_dark)


@pytest.mark.parametrize("color", ["", "red", "#fff", "#12345g", "#0f766e;}body{display:none", "#0f766e\n", "#1234567"])
def test_what_is_no_color_is_the_default_and_reaches_no_stylesheet(color: str) -> None:
    assert readable_color(color, LIGHT_SURFACE) == accent_color(color) == "#0f766e"


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_every_color_can_be_read_on_both_themes_and_read_from(channels: tuple[int, int, int]) -> None:
    color = format_color(channels)
    assert parse_color(color) == channels
    for surface in (LIGHT_SURFACE, DARK_SURFACE):
        shown = readable_color(color, surface)
        assert contrast_ratio(parse_color(shown), surface) >= MIN_CONTRAST
        assert contrast_ratio(parse_color(text_color_on(shown)), parse_color(shown)) >= 4.5
        assert readable_color(shown, surface) == shown


@pytest.mark.parametrize(
    ("color", "text"), [("#ffffff", "#1a1815"), ("#000000", "#ffffff"), ("#ffff00", "#1a1815"), ("#0f766e", "#ffffff")]
)
def test_the_text_on_a_color_is_the_one_easier_to_read(color: str, text: str) -> None:
    assert text_color_on(color) == text


def test_contrast_is_as_the_guidelines_have_it() -> None:
    assert contrast_ratio((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast_ratio((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)
    assert luminance((255, 0, 0)) == pytest.approx(0.2126)


@pytest.mark.parametrize(
    ("legal", "address", "text", "expected"),
    [
        (None, None, None, ()),
        ("McGrath Inc.", None, None, ("McGrath Inc.",)),
        ("McGrath Inc.", "1 Main St\n Boston ", None, ("McGrath Inc. · 1 Main St, Boston",)),
        (None, "1 Main St", "Licensed.\n\nNo. 5", ("1 Main St", "Licensed.", "No. 5")),
    ],
)
def test_emails_end_with_who_sends_them(
    legal: str | None, address: str | None, text: str | None, expected: tuple[str, ...]
) -> None:
    assert footer_lines(legal, address, text) == expected
