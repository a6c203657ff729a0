"""The agency's own clock and calendar, for work its people do in business hours."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.agencies import queries as agencies
from portal.agencies.holidays import public_holidays
from portal.agencies.models import AgencyProfile
from portal.followups.rules.working_time import add_working_hours


def load_calendar(profile: AgencyProfile, now: datetime) -> tuple[ZoneInfo, frozenset[date]]:
    """Return the agency's time zone, and its country's holidays around `now`."""
    return ZoneInfo(profile.time_zone), public_holidays(profile.country, now.year)


def add_agency_working_hours(session: Session, start: datetime, hours: int) -> datetime:
    """Return when that many agency working hours after `start` have passed, in UTC; for 0, the first working moment."""
    return add_working_hours(start, hours, *load_calendar(agencies.profile(session), start))
