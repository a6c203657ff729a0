"""Openings offered to candidates, as other pages show them."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import g, request
from sqlalchemy import Select

from portal.candidates.models import Candidate
from portal.core.db import db
from portal.openings import queries
from portal.openings.models import Opening
from portal.web.shared import request_cycle


def agency_date() -> date:
    """Return the current date at the agency, by which openings expire."""
    return request_cycle.now().astimezone(ZoneInfo(g.profile.time_zone)).date()


def shows_past() -> bool:
    """Return whether the address asks for openings that ended, instead of current ones."""
    return bool(request.args.get("past"))


def listed_openings() -> Select[Opening]:
    """Return the openings that the list shows, as the address filters it."""
    return (queries.past_openings if shows_past() else queries.current_openings)(agency_date())


def openings_for(candidate: Candidate, most: int) -> dict[str, object]:
    """Return the openings for this candidate, and their response to each."""
    session = db.session()
    return {
        "openings": queries.openings_for_candidate(session, candidate, agency_date(), most),
        "said": queries.responses_by_opening(session, candidate.id),
    }
