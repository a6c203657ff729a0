"""The clocks and calendars of the agency and its offices, for work that people do in business hours."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.agencies import queries as agencies
from portal.agencies.holidays import days_off, public_holidays
from portal.agencies.models import AgencyProfile, HolidayChange, Office
from portal.followups.rules.working_time import BusinessCalendar, add_working_hours, parse_week


class AgencyCalendars:
    """The business calendar of each office, and of the agency, whose own an office without one uses."""

    def __init__(
        self, profile: AgencyProfile, offices: Sequence[Office], changes: Sequence[HolidayChange], now: datetime
    ) -> None:
        self._profile, self._now = profile, now
        self._offices = {row.id: row for row in offices}
        self._changes: dict[uuid.UUID | None, list[HolidayChange]] = defaultdict(list)
        for row in changes:
            self._changes[row.office_id].append(row)
        self._made: dict[uuid.UUID | None, BusinessCalendar] = {}

    def calendar_of(self, office_id: uuid.UUID | None) -> BusinessCalendar:
        """Return the calendar of the people at this office; the agency's for None."""
        if office_id not in self._made:
            self._made[office_id] = self._make(self._offices.get(office_id) if office_id else None)
        return self._made[office_id]

    def by_office(self) -> dict[uuid.UUID | None, BusinessCalendar]:
        """Return all calendars, by office; the agency's is that of None."""
        return {office_id: self.calendar_of(office_id) for office_id in (None, *self._offices)}

    def _make(self, office: Office | None) -> BusinessCalendar:
        profile = self._profile
        public = public_holidays(*holiday_place(profile, office), self._now.year)
        own = self._changes[office.id] if office else []
        return BusinessCalendar(
            holidays=frozenset(days_off(public, self._changes[None], own)),
            week=parse_week(office.week if office and office.week else profile.week),
            zone=ZoneInfo(office.time_zone if office and office.time_zone else profile.time_zone),
        )


def holiday_place(profile: AgencyProfile, office: Office | None) -> tuple[str, str | None]:
    """Return the country and the region whose public holidays the office has, or the agency where that is None."""
    if office is not None and office.holiday_country is not None:
        return office.holiday_country, office.holiday_region
    return profile.country, profile.holiday_region


def load_calendars(session: Session, now: datetime) -> AgencyCalendars:
    """Return the calendars of the entered agency, with the holidays around `now`."""
    profile, offices, changes = agencies.profile(session), agencies.offices(session), agencies.holiday_changes(session)
    return AgencyCalendars(profile, offices, changes, now)


def load_calendar(session: Session, office_id: uuid.UUID | None, now: datetime) -> BusinessCalendar:
    """Return the calendar of the people at this office, with the holidays around `now`; the agency's for None."""
    return load_calendars(session, now).calendar_of(office_id)


def add_office_working_hours(session: Session, office_id: uuid.UUID | None, start: datetime, hours: int) -> datetime:
    """Return when that many working hours of the office have passed, in UTC; for 0, its first working moment."""
    return add_working_hours(start, hours, load_calendar(session, office_id, start))
