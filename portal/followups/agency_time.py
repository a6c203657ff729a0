"""The agency's own clock and calendar, for what its people are to do in their working hours."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.agencies import queries as agencies
from portal.agencies.holidays import public_holidays
from portal.agencies.models import AgencyProfile
from portal.followups.rules.working_time import add_working_hours


def load_calendar(profile: AgencyProfile, now: datetime) -> tuple[ZoneInfo, frozenset[date]]:
    """The agency's time zone, and its country's holidays around `now`."""
    return ZoneInfo(profile.time_zone), public_holidays(profile.country, now.year)


def add_agency_working_hours(session: Session, start: datetime, hours: int) -> datetime:
    """When so many of the agency's working hours after `start` are used up, in UTC; 0: the first working moment."""
    return add_working_hours(start, hours, *load_calendar(agencies.profile(session), start))
