"""Where an interview takes place, as links for its candidate: a map, directions, and the call."""

from urllib.parse import urlencode

from flask import Flask

from portal.interviews import rules
from portal.interviews.models import Interview
from portal.web.shared import request_cycle

MAP, DIRECTIONS = "https://www.google.com/maps/search/", "https://www.google.com/maps/dir/"
"""On a phone with a maps app, they open there."""


def install(app: Flask) -> None:
    """Let templates link to where interviews take place."""
    app.jinja_env.globals.update(map_url=map_url, directions_url=directions_url, can_join=can_join)


def map_url(interview: Interview) -> str | None:
    """Return the map of the place; None where no place is known."""
    place = _place(interview)
    return f"{MAP}?{urlencode({'api': 1, 'query': place})}" if place else None


def directions_url(interview: Interview) -> str | None:
    """Return the way to the place; None where no place is known."""
    place = _place(interview)
    return f"{DIRECTIONS}?{urlencode({'api': 1, 'destination': place})}" if place else None


def can_join(interview: Interview) -> bool:
    """Return whether it is time to join the interview's call."""
    is_on = interview.status == "planned" and bool(interview.link)
    return is_on and rules.is_time_to_join(interview.starts_at, interview.ends_at, request_cycle.now())


def _place(interview: Interview) -> str | None:
    employer = interview.application.employer
    return rules.map_query(interview.place, employer.name, employer.postal_address)
