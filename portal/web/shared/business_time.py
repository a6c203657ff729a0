"""The business calendars of the agency and its offices, read once for a request."""

import uuid

from flask import g

from portal.core.db import db
from portal.followups.agency_time import AgencyCalendars, load_calendars
from portal.followups.rules.working_time import BusinessCalendar
from portal.web.shared import request_cycle


def calendar_of(office_id: uuid.UUID | None) -> BusinessCalendar:
    """Return the calendar of the people at this office; the agency's for None."""
    if "calendars" not in g:
        g.calendars = load_calendars(db.session(), request_cycle.now())
    calendars: AgencyCalendars = g.calendars
    return calendars.calendar_of(office_id)
