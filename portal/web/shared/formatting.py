"""Moments and dates in the reader's time zone and locale, and short names."""

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from flask import g
from flask_babel import gettext

from portal.core import formatting, listing
from portal.core.formatting import zone_city
from portal.web.shared import languages, request_cycle

MONDAY = date(2024, 1, 1)
"""A Monday, from which the days of the week are counted."""
EXAMPLE = datetime(2026, 12, 1, 13, 30, tzinfo=UTC)


def displayed_zone(name: str | None = None) -> str:
    """Return the time zone that times are shown in: the one named, else the viewer's, else the agency's."""
    if name:
        return name
    viewer = request_cycle.viewer_or_none()
    if viewer:
        return viewer.time_zone
    return g.profile.time_zone if g.get("agency") else "UTC"


def moment(value: datetime, name: str | None = None) -> str:
    """Return “today 1:30 PM”, or “Tue, Dec 1, 1:30 PM”; always the latter in a zone that isn't the reader's."""
    zone = displayed_zone(name)
    if zone != displayed_zone():
        return dated_moment(value, zone)
    return formatting.format_near_moment(value, zone, languages.reader_locale(), request_cycle.now(), gettext)


def date_example(locale: str) -> str:
    """Return “Tue, Dec 1, 1:30 PM” as the locale writes it."""
    return formatting.format_moment(EXAMPLE, "UTC", locale, EXAMPLE.year)


def dated_moment(value: datetime, name: str | None = None) -> str:
    """Return “Tue, Dec 1, 1:30 PM” also for today: history is read later, and “on today” is no English."""
    zone = displayed_zone(name)
    return formatting.format_moment(value, zone, languages.reader_locale(), _year(request_cycle.now(), zone))


def moment_there(value: datetime, name: str) -> str:
    """Return the moment in that time zone, and whose time it is unless it's the reader's: “1:30 PM, Chicago time”."""
    said = moment(value, name)
    return said if name == displayed_zone() else gettext("%(when)s, %(place)s time", when=said, place=zone_city(name))


def target(value: datetime) -> str:
    """Return “1:00 PM” for a moment of today, “Mon 1:00 PM” for one of the week ahead, else the moment."""
    return formatting.format_target(value, displayed_zone(), languages.reader_locale(), request_cycle.now(), gettext)


def full_moment(value: datetime, name: str | None = None) -> str:
    """Return “Tuesday, December 1, 2026, 1:30 PM, Eastern Standard Time”."""
    return formatting.format_full_moment(value, displayed_zone(name), languages.reader_locale())


def machine_moment(value: datetime) -> str:
    """Return “2026-12-01T13:30:00-05:00”, in the reader's zone, for a file that programs read."""
    return value.astimezone(ZoneInfo(displayed_zone())).isoformat(timespec="seconds")


def day(value: datetime, name: str | None = None) -> str:
    """Return “Thursday, March 5”."""
    zone = displayed_zone(name)
    return long_day(value.astimezone(ZoneInfo(zone)).date())


def long_day(value: date) -> str:
    """Return “Thursday, March 5”, with the year unless it is the current one."""
    return formatting.format_long_day(value, languages.reader_locale(), _year(request_cycle.now(), displayed_zone()))


def short_day(value: date) -> str:
    """Return “Thu, Mar 5”, with the year unless it is the current one."""
    return formatting.format_day(value, languages.reader_locale(), _year(request_cycle.now(), displayed_zone()))


def short_day_of(value: datetime, name: str | None = None) -> str:
    """Return “Thu, Mar 5” for the day of a moment, in the reader's time zone."""
    return short_day(value.astimezone(ZoneInfo(displayed_zone(name))).date())


def days(first: date, last: date) -> str:
    """Return “Nov 30 – Dec 4, 2026”."""
    return formatting.format_days(first, last, languages.reader_locale())


def near_day(value: date) -> str:
    """Return “Today, Tue, Dec 1” within a day either side, else “Thu, Dec 3”."""
    today = request_cycle.now().astimezone(ZoneInfo(displayed_zone())).date()
    words = {-1: gettext("Yesterday, %(day)s"), 0: gettext("Today, %(day)s"), 1: gettext("Tomorrow, %(day)s")}
    said = words.get((value - today).days)
    return said % {"day": short_day(value)} if said else short_day(value)


def weekday(value: date, *, is_narrow: bool = False) -> str:
    """Return “Mon”, or “M”."""
    return formatting.format_weekday(value.weekday(), languages.reader_locale(), is_narrow=is_narrow)


def hour(value: int) -> str:
    """Return “9 AM”."""
    return formatting.format_hour(value, languages.reader_locale())


def long_date(value: date) -> str:
    """Return “March 5, 2026”."""
    return formatting.format_date(value, languages.reader_locale())


def letter_day(value: datetime, zone: str, locale: str | None = None) -> str:
    """Return “Thursday, March 5” for a letter that leaves the agency, in this locale, or else the agency's."""
    local, year = value.astimezone(ZoneInfo(zone)).date(), _year(request_cycle.now(), zone)
    return formatting.format_long_day(local, locale or languages.agency_locale(), year)


def letter_date(value: date, locale: str | None = None) -> str:
    """Return “March 20” for a letter that leaves the agency, with the year unless it is this one."""
    year = _year(request_cycle.now(), displayed_zone())
    return formatting.format_date(value, locale or languages.agency_locale(), year)


def clock_time(value: datetime, name: str | None = None) -> str:
    """Return “1:30 PM”."""
    return time_of_day(value.astimezone(ZoneInfo(displayed_zone(name))).time())


def time_of_day(value: time) -> str:
    """Return “1:30 PM”."""
    return formatting.format_time(value, languages.reader_locale())


def saved_at_header(value: datetime) -> dict[str, str]:
    """Return the header that tells a page's script when its form was saved, in a form that headers can carry."""
    return {"X-Saved-At": quote(clock_time(value))}


def duration(length: timedelta) -> str:
    """Return “1 hr 50 min”."""
    return formatting.format_duration(length, languages.reader_locale())


def number(value: float) -> str:
    """Return “1,250”."""
    return formatting.format_number(value, languages.reader_locale())


def percent(share: float) -> str:
    """Return “67%” for 0.67."""
    return formatting.format_percent(share, languages.reader_locale())


def count(rows: int) -> str:
    """Return how many rows there are: exact, or “1,000+” from where counts stop."""
    return f"{number(listing.COUNTED)}+" if rows >= listing.COUNTED else number(rows)


def zone_name(value: datetime, name: str | None = None) -> str:
    """Return the name of the time zone in words."""
    return formatting.format_zone(value, displayed_zone(name), languages.reader_locale())


def zone_place() -> str:
    """Return the place and zone of the times shown, “New York (Eastern Standard Time)”."""
    name = displayed_zone()
    return f"{zone_city(name)} ({zone_name(request_cycle.now(), name)})"


def initials(name: str) -> str:
    words = [word[0] for word in name.split() if word[0].isalnum()]
    return "".join([*words[:1], *words[1:][-1:]]).upper() or "?"


def _year(now: datetime, zone: str) -> int:
    return now.astimezone(ZoneInfo(zone)).year
