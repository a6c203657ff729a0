"""The field for a time zone, chosen by its place."""

from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from markupsafe import Markup
from wtforms import SelectField
from wtforms.fields.choices import Choice, SelectChoice
from wtforms.widgets import Select

from portal.core.formatting import format_offset, format_place
from portal.web.shared import languages, request_cycle
from portal.web.shared.fields import options

ZONE_REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


class PlaceSelect(Select):  # type: ignore[misc]
    """A select of some five hundred places: each option is written once, for every page."""

    @classmethod
    def render_option(cls, choice: Choice, **_kwargs: Any) -> Markup:
        """Return the option as it was first written."""
        return _written(choice.value, choice.label, choice.selected)


def time_zone(label: str, **kwargs: Any) -> SelectField:
    """Return a field for a time zone."""
    return SelectField(label, choices=_options_now, widget=PlaceSelect(), **kwargs)


def choices() -> list[tuple[str, str]]:
    """Return every time zone that is named for a place, and UTC, by its place and how far it is from GMT today."""
    return _choices_on(request_cycle.now().date(), languages.reader_locale())


@lru_cache(8)
def _choices_on(day: date, locale: str) -> list[tuple[str, str]]:
    at = datetime.combine(day, time(12), UTC)
    named = [(name, f"{place} ({format_offset(at, name, locale)})") for name, place in _places(locale)]
    return [("UTC", "UTC"), *named]


@lru_cache(8)
def _places(locale: str) -> list[tuple[str, str]]:
    """Return each time zone with its place, “New York, United States”, by the place."""
    names = (name for name in available_timezones() if name.partition("/")[0] in ZONE_REGIONS)
    return sorted(((name, format_place(name, locale)) for name in names), key=lambda zone: zone[1])


@lru_cache(8)
def _options_on(day: date, locale: str) -> list[SelectChoice]:
    return options(_choices_on(day, locale))


def _options_now() -> list[SelectChoice]:
    return _options_on(request_cycle.now().date(), languages.reader_locale())


def is_time_zone(name: str) -> bool:
    """Return whether this is the name of a time zone."""
    return name in available_timezones() and bool(ZoneInfo(name))


@cache
def _written(value: str, label: str, selected: bool) -> Markup:
    written: Markup = Select.render_option(Choice(value=value, label=label, selected=selected, render_kw={}))
    return written
