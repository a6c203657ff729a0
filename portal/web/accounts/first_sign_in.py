"""What a candidate chooses who signs in for the first time, beside a password: the time zone of their plan."""

from dataclasses import replace

from flask import session

from portal.accounts import queries
from portal.accounts.models import Account
from portal.applications import actions as applications
from portal.candidates import actions as candidate_actions
from portal.candidates import queries as candidates
from portal.core.command import Command
from portal.web.accounts.forms import NewPasswordForm

ZONE = "first_time_zone"


def remember_zone(form: NewPasswordForm) -> None:
    """Keep the time zone that was chosen with the code, until that is entered in this browser."""
    if "time_zone" in form:
        session[ZONE] = form["time_zone"].data


def take_zone() -> str | None:
    """Return that time zone, once."""
    zone: str | None = session.pop(ZONE, None)
    return zone


def move_candidate(command: Command, account: Account, time_zone: str) -> None:
    """Plan the candidate's applications in the time zone that they chose."""
    candidate = candidates.candidate_of_account(command.session, queries.viewer_as(account, "own"))
    profile = replace(candidate_actions.profile_of(candidate), time_zone=time_zone)
    applications.update_candidate(command, candidate, profile)
