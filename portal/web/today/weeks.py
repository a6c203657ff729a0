"""The calendar week of a moment, as calendars in a country show it."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError

from portal.followups.rules.working_time import local_date, to_utc

DAYS_PER_WEEK = 7


def week_bounds(moment: datetime, zone: ZoneInfo, country: str) -> tuple[datetime, datetime]:
    """Return when the week of this moment starts and ends, from midnight to midnight in this zone."""
    day = local_date(moment, zone)
    start = day - timedelta(days=(day.weekday() - _first_weekday(country)) % DAYS_PER_WEEK)
    return to_utc(start, time(), zone), to_utc(start + timedelta(days=DAYS_PER_WEEK), time(), zone)


def _first_weekday(country: str) -> int:
    """Return the weekday that starts a week there, 0 for Monday."""
    try:
        return Locale.parse(f"und_{country}").first_week_day
    except UnknownLocaleError:
        return 0
