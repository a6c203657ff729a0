"""Format moments, days, times, durations, and numbers for people, as their locale writes them (docs/rules.md#formats).

Nothing else formats for people. Every format is a skeleton or a length of CLDR, through Babel, never a pattern.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError, dates, numbers
from babel.core import get_global
from babel.dates import DateTimePattern, parse_pattern
from babel.languages import get_official_languages
from babel.units import format_unit

from portal.core.errors import N_

DEFAULT_LOCALE = "en_US"
NARROW_SPACE = "\u202f"
"""The narrow no-break space before PM."""
RELATIVE_MOMENTS = {-1: N_("yesterday %(time)s"), 0: N_("today %(time)s"), 1: N_("tomorrow %(time)s")}
"""How a moment reads within a day either side, by its distance in days."""
WORLD = "001"
"""The code of no country in particular."""
WEEK, HALF_DAY = 7, 12
"""Days in a week, and hours in half a day."""
_ENTERED_TIME = re.compile(r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::[0-9]{2})?\s*(?:(?P<half>[AaPp])\.?[Mm]\.?)?")
_PATTERN_FIELDS = re.compile(r"'[^']*'|E+|M+|c+|L+")
_WIDE_FIELDS = {"E": "EEEE", "M": "MMMM", "c": "EEEE", "L": "MMMM"}


@lru_cache(256)
def parse_locale(name: str) -> str | None:
    """Return the locale as Babel spells it, “en_GB” for “en-GB”; None if Babel has no data for it."""
    try:
        return str(Locale.parse(name.replace("-", "_")))
    except (ValueError, UnknownLocaleError):
        return None


@lru_cache(256)
def locale_of_country(country: str) -> str:
    """Return the locale of a country (two letters): English where that is an official language, else the usual one."""
    english = "en" in get_official_languages(country, de_facto=True)
    return parse_locale(f"en_{country}" if english else f"und_{country}") or DEFAULT_LOCALE


@lru_cache(4096)
def format_moment(value: datetime, zone: str, locale: str, year: int) -> str:
    """Return “Tue, Dec 1, 1:30 PM” in that time zone, with the year unless it is the current `year`."""
    local = value.astimezone(ZoneInfo(zone))
    return f"{format_day(local.date(), locale, year)}, {format_time(local.time(), locale)}"


def format_near_moment(value: datetime, zone: str, locale: str, now: datetime, word: Callable[..., str]) -> str:
    """Return “today 1:30 PM” within a day either side of `now`, else the moment; `word` translates the words."""
    local, today = value.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    relative = RELATIVE_MOMENTS.get((local.date() - today).days)
    if relative is None:
        return format_moment(value, zone, locale, today.year)
    return word(relative, time=format_time(local.time(), locale))


def format_target(value: datetime, zone: str, locale: str, now: datetime, word: Callable[..., str]) -> str:
    """Return “1:00 PM” for a moment of today, “Mon 1:00 PM” within the week ahead; else as `format_near_moment`."""
    local, today = value.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    if local.date() == today:
        return format_time(local.time(), locale)
    if 1 < (local.date() - today).days < WEEK:
        return f"{dates.format_skeleton('E', local, locale=locale)} {format_time(local.time(), locale)}"
    return format_near_moment(value, zone, locale, now, word)


@lru_cache(4096)
def format_full_moment(value: datetime, zone: str, locale: str) -> str:
    """Return “Tuesday, December 1, 2026, 1:30 PM, Eastern Standard Time”."""
    local = value.astimezone(ZoneInfo(zone))
    day = dates.format_date(local, "full", locale=locale)
    return f"{day}, {format_time(local.time(), locale)}, {format_zone(value, zone, locale)}"


@lru_cache(4096)
def format_day(value: date, locale: str, year: int) -> str:
    """Return “Tue, Dec 1”, with the year unless it is the current `year`."""
    return dates.format_skeleton("MMMEd" if value.year == year else "yMMMEd", value, locale=locale)


@lru_cache(256)
def format_days(first: date, last: date, locale: str) -> str:
    """Return “Nov 30 – Dec 4, 2026”."""
    return dates.format_interval(first, last, "yMMMd", locale=locale)


@lru_cache(128)
def format_weekday(weekday: int, locale: str, *, is_narrow: bool = False) -> str:
    """Return “Mon”, or “M”; 0 is Monday."""
    names = dates.get_day_names("narrow" if is_narrow else "abbreviated", "stand-alone", locale=locale)
    return str(names[weekday])


@lru_cache(256)
def format_hour(hour: int, locale: str) -> str:
    """Return “9 AM”, or what the locale writes for a whole hour of the day."""
    skeleton = "h" if "a" in dates.get_time_format("short", locale=locale).pattern else "H"
    return dates.format_skeleton(skeleton, datetime(2000, 1, 1, hour), locale=locale)  # noqa: DTZ001 - an hour of any day


@lru_cache(1024)
def format_long_day(value: date, locale: str, year: int) -> str:
    """Return “Tuesday, December 1”, with the year unless it is the current `year`."""
    if value.year != year:
        return dates.format_date(value, "full", locale=locale)
    return _long_day_pattern(locale).apply(value, Locale.parse(locale))


@lru_cache(1024)
def format_date(value: date, locale: str, year: int | None = None) -> str:
    """Return “December 1, 2026”, without the year if it is the current `year`."""
    if value.year == year:
        return dates.format_skeleton("MMMMd", value, locale=locale)
    return dates.format_date(value, "long", locale=locale)


def format_time(value: time, locale: str) -> str:
    """Return “1:30 PM”, with a narrow no-break space where the locale has one."""
    return _format_clock(value.hour, value.minute, locale)


@lru_cache(256)
def format_zone(value: datetime, zone: str, locale: str) -> str:
    """Return the name of the time zone at that moment, “Eastern Standard Time”."""
    return dates.get_timezone_name(value.astimezone(ZoneInfo(zone)), locale=locale)


def zone_city(zone: str) -> str:
    """Return the place that a zone is named for, “New York”."""
    return zone.rpartition("/")[2].replace("_", " ")


def format_place(zone: str, locale: str) -> str:
    """Return the place that a zone is named for, with its country: “New York, United States”."""
    city = dates.get_timezone_location(zone, locale=locale, return_city=True)
    code = get_global("zone_territories").get(zone, WORLD)
    country = None if code == WORLD else Locale.parse(locale).territories.get(code)
    return f"{city}, {country}" if country and country != city else city


def format_offset(value: datetime, zone: str, locale: str) -> str:
    """Return how far the zone is from GMT at that moment, “GMT-05:00”."""
    return dates.get_timezone_gmt(value.astimezone(ZoneInfo(zone)), "long", locale)


def format_duration(length: timedelta, locale: str) -> str:
    """Return “1 hr 50 min”, in whole minutes."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    parts = [("hour", hours)] if hours else []
    if minutes or not hours:
        parts.append(("minute", minutes))
    return " ".join(_format_unit(unit, count, locale) for unit, count in parts)


def format_number(value: float, locale: str) -> str:
    """Return “1,250”."""
    return numbers.format_decimal(value, locale=locale)


def format_percent(share: float, locale: str) -> str:
    """Return “67%” for 0.67, in whole percent."""
    return numbers.format_percent(share, locale=locale)


def plain_spaces(text: str) -> str:
    """Return the text with a plain space before PM, as subjects and text parts of emails have it."""
    return text.replace(NARROW_SPACE, " ")


def parse_time(text: str) -> time:
    """Return the time of day a person entered, “13:30” or “1:30 PM” with any space; raise `ValueError` if none."""
    found = _ENTERED_TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no time of day")
    hour, minute, half = int(found["hour"]), int(found["minute"]), (found["half"] or "").lower()
    if half and not 1 <= hour <= HALF_DAY:
        raise ValueError(f"{text!r} is no time of day")
    return time(hour % HALF_DAY + (HALF_DAY if half == "p" else 0) if half else hour, minute)


@lru_cache(4096)
def _format_clock(hour: int, minute: int, locale: str) -> str:
    return dates.format_time(time(hour, minute), "short", locale=locale)


@lru_cache(256)
def _format_unit(unit: str, count: int, locale: str) -> str:
    # American style writes “20 min” for every count, and so does CLDR for en_US.
    return format_unit(count, f"duration-{unit}", "short", locale=locale)


@lru_cache(64)
def _long_day_pattern(locale: str) -> DateTimePattern:
    """Return the locale's MMMEd with the names written out: Babel's skeletons do not widen fields by themselves."""
    short = Locale.parse(locale).datetime_skeletons["MMMEd"].pattern
    return parse_pattern(_PATTERN_FIELDS.sub(lambda found: _widened(found[0]), short))


def _widened(field: str) -> str:
    return field if len(field) < 3 and field[0] in "ML" else _WIDE_FIELDS.get(field[0], field)
