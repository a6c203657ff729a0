"""The field for a time zone, chosen by its place."""

from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from markupsafe import Markup
from wtforms import SelectField
from wtforms.fields.choices import Choice
from wtforms.widgets import Select

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
    return SelectField(label, choices=options(choices()), widget=PlaceSelect(), **kwargs)


@cache
def choices() -> list[tuple[str, str]]:
    """Return every time zone that is named for a place, and UTC."""
    names = sorted(name for name in available_timezones() if name.partition("/")[0] in ZONE_REGIONS)
    return [(name, name.replace("_", " ")) for name in ["UTC", *names]]


def is_time_zone(name: str) -> bool:
    """Return whether this is the name of a time zone."""
    return name in available_timezones() and bool(ZoneInfo(name))


@cache
def _written(value: str, label: str, selected: bool) -> Markup:
    written: Markup = Select.render_option(Choice(value=value, label=label, selected=selected, render_kw={}))
    return written
