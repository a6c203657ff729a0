"""Moments of working days in the zone of the tests' agency."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from portal.agencies.holidays import public_holidays
from portal.followups.rules.working_time import BusinessDays, to_utc, working_day_from
from tests.factories.firm import ZONE


def working_day(moment: datetime, clock: time) -> datetime:
    """That time of the first working day from the moment's day on, in the agency's zone."""
    zone = ZoneInfo(ZONE)
    first = moment.astimezone(zone).date()
    return to_utc(working_day_from(first, BusinessDays(public_holidays("US", None, first.year))), clock, zone)
