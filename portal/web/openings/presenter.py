"""Openings offered to candidates, as other pages show them."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import g

from portal.candidates.models import Candidate
from portal.core.db import db
from portal.openings import queries
from portal.web.shared import request_cycle


def agency_date() -> date:
    """Return the current date at the agency, by which openings expire."""
    return request_cycle.now().astimezone(ZoneInfo(g.profile.time_zone)).date()


def openings_for(candidate: Candidate, most: int) -> dict[str, object]:
    """Return the openings for this candidate, and their response to each."""
    session = db.session()
    found = queries.openings_for_candidate(session, candidate, agency_date(), most)
    return {
        "openings": found,
        "said": queries.responses_by_opening(session, candidate.id, [row.id for row in found]),
    }
