"""Moments and dates in the reader's time zone, and short names."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_name
from flask import g
from flask_babel import format_date, format_datetime, get_locale

from portal.web.shared import request_cycle


def displayed_zone(name: str | None = None) -> str:
    """Return the time zone that times are shown in: the one named, else the viewer's, else the agency's."""
    if name:
        return name
    viewer = request_cycle.viewer_or_none()
    if viewer:
        return viewer.time_zone
    return g.profile.time_zone if g.get("agency") else "UTC"


def moment(value: datetime, name: str | None = None) -> str:
    """Return “Thu 5 Mar, 14:10”, with the year if it is not the current one."""
    local = value.astimezone(ZoneInfo(displayed_zone(name)))
    year = "" if local.year == request_cycle.now().astimezone(local.tzinfo).year else " y"
    return format_datetime(local, f"EEE d MMM{year}, HH:mm", rebase=False)


def day(value: datetime, name: str | None = None) -> str:
    """Return “Thursday, 5 March”."""
    return format_datetime(value.astimezone(ZoneInfo(displayed_zone(name))), "EEEE, d MMMM", rebase=False)


def long_date(value: date) -> str:
    return format_date(value, "d MMMM y")


def clock_time(value: datetime, name: str | None = None) -> str:
    return format_datetime(value.astimezone(ZoneInfo(displayed_zone(name))), "HH:mm", rebase=False)


def zone_name(value: datetime, name: str | None = None) -> str:
    """Return the name of the time zone in words."""
    return get_timezone_name(value.astimezone(ZoneInfo(displayed_zone(name))), locale=get_locale() or "en")


def zone_place() -> str:
    """Return the place and zone of the times shown, “New York (Eastern Standard Time)”."""
    name = displayed_zone()
    return f"{zone_city(name)} ({zone_name(request_cycle.now(), name)})"


def zone_city(name: str) -> str:
    """Return the place that a zone is named for, “New York”."""
    return name.rpartition("/")[2].replace("_", " ")


def initials(name: str) -> str:
    words = [word[0] for word in name.split() if word[0].isalnum()]
    return "".join([words[0], *words[-1:]][:2]).upper() if words else "?"
