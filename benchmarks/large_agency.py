"""One agency with as many candidates as wanted and three years of their applications, made by SQL in bulk."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from benchmarks import filling
from portal.accounts import credentials
from portal.agencies import actions as agencies
from portal.agencies.actions import NewAgency
from portal.applications.models import Application
from portal.candidates.models import Candidate
from portal.core import clock, tenancy
from portal.core.command import OPERATOR, Command
from portal.jobs import runner
from portal.sample import names as sample_names
from portal.search import changes as search

PASSWORD = "a benchmark's own password"
EMAILS = {
    "owner": "owner@agency.example",
    "recruiter": "recruiter0@agency.example",
    "candidate": "candidate0@example.org",
}
"""Who signs in: the owner, the recruiter of candidate 0, and that candidate, whose rows are the same at every size."""
SEARCHED_FIRST, SEARCHED = sample_names.CANDIDATES[0].split()
MISSPELLED = SEARCHED[:-2] + SEARCHED[-1] + SEARCHED[-2]
PART = 5_000
CANDIDATES_A_RECRUITER, RECRUITERS_AN_OFFICE, CANDIDATES_AN_EMPLOYER = 200, 10, 20

_STAFF, _PART, _THIS_WEEK = (Path(__file__).parent / "large_agency.sql").read_text("utf-8").split("-- part\n")


@dataclass(frozen=True)
class LargeAgency:
    """The agency that was filled, candidate 0, and their application under way."""

    host: str
    candidate_id: uuid.UUID
    application_id: uuid.UUID


def filled(candidates: int, analyze: Callable[[], None], *, this_week: bool = False) -> LargeAgency:
    """Fill a new agency and return it. Each part is committed; the planner is told each time the agency has doubled.

    `this_week`: what was completed over three years was all completed this week.
    """
    values = _values(candidates)
    with runner.session() as session:
        now, host = clock.now(session), f"{uuid.uuid4().hex[:12]}.example"
        new = NewAgency("McGrath Systems", host, "America/New_York")
        agency_id = agencies.create(Command(session, OPERATOR, now), new).id
        _execute(session, _STAFF, values)
    analyze()  # else the parts' foreign keys are checked as if there were hardly any contacts
    known = 0
    for first in range(0, candidates, PART):
        with runner.session() as session:
            tenancy.enter(session, agency_id)
            _execute(session, _PART, values | {"first": first, "last": min(first + PART, candidates) - 1})
            if this_week:
                _execute(session, _THIS_WEEK, {})
            filling.summarize(session)
        if (done := min(first + PART, candidates)) >= 2 * known or done == candidates:
            analyze()
            known = done
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        search.rebuild(session)
    analyze()
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        found = select(Application.candidate_id, Application.id).join(Application.candidate)
        own = found.where(Candidate.email == EMAILS["candidate"], Application.state == "active")
        return LargeAgency(host, *session.execute(own).one())


def _values(candidates: int) -> dict[str, object]:
    recruiters = max(2, candidates // CANDIDATES_A_RECRUITER)
    names = [name.split() for name in sample_names.CANDIDATES]
    return {
        "recruiters": recruiters,
        "offices": max(2, recruiters // RECRUITERS_AN_OFFICE),
        "employers": max(5, candidates // CANDIDATES_AN_EMPLOYER),
        "password": credentials.hash_password(PASSWORD),
        "first_names": [name[0] for name in names],
        "last_names": [name[-1] for name in names],
    }


def _execute(session: Session, statements: str, values: dict[str, object]) -> None:
    for statement in statements.split(";"):
        session.execute(text(statement), values)
