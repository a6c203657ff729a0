"""The agency's colors, and how its dates and times read, in words."""

from dataclasses import dataclass

from babel import Locale
from flask_babel import gettext

from portal.agencies.rules import (
    DARK_SURFACE,
    LIGHT_SURFACE,
    contrast_ratio,
    parse_color,
    readable_color,
    text_color_on,
)
from portal.core.formatting import locale_of_country
from portal.web.settings.hours_labels import country_name
from portal.web.shared.formatting import date_example

LOCALES = ("en_US", "en_GB", "en_CA", "en_AU", "en_IE", "en_NZ", "en_IN", "en_ZA", "en_SG")
"""The locales that are offered beside the country's own: English, as the pages are."""


@dataclass(frozen=True)
class Shade:
    """A color as one theme shows it, that of text on it, and its contrast with the background, such as “5.9”."""

    color: str
    text: str
    contrast: str


def shades(color: str) -> tuple[Shade, Shade]:
    """Return the color in light and in dark."""
    light, dark = (_shade(color, surface) for surface in (LIGHT_SURFACE, DARK_SURFACE))
    return light, dark


def color_note(color: str) -> str:
    """Return “We use #0b6b63 in light and #2a9d8f in dark, so that it’s easy to read.”"""
    light, dark = shades(color)
    if light.color == dark.color == color.lower():
        return gettext("We use %(color)s as it is: it’s easy to read in light and in dark.", color=color)
    return gettext(
        "We use %(light)s in light and %(dark)s in dark, so that it’s easy to read.", light=light.color, dark=dark.color
    )


def locale_choices(country: str, current: str) -> list[tuple[str, str]]:
    """Return the locales with an example each: the country's, those in English, and the current one."""
    usual = locale_of_country(country)
    first = gettext("By country (%(country)s): %(example)s", country=country_name(country), example=date_example(usual))
    others = dict.fromkeys((*LOCALES, usual, current))
    return [("", first), *((name, f"{_name(name)}: {date_example(name)}") for name in others)]


def _name(locale: str) -> str:
    return str(Locale.parse(locale).get_display_name("en"))


def _shade(color: str, surface: tuple[int, int, int]) -> Shade:
    found = readable_color(color, surface)
    return Shade(found, text_color_on(found), f"{contrast_ratio(parse_color(found), surface):.1f}")
