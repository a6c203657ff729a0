"""Which interviews, or applications alone, the rows of a file are about, and whether their candidates are known."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.rules import email_key
from portal.accounts.viewer import Viewer
from portal.applications.models import Application
from portal.candidates import queries as candidate_queries
from portal.candidates.models import Candidate
from portal.contacts.models import Employer
from portal.core.errors import N_
from portal.imports.checking import Found, Problem
from portal.imports.plain import plain_values
from portal.imports.rules import Match
from portal.interviews.models import Interview

COMPARED = ("starts_at", "ends_at", "time_zone", "external_id")
"""What of an interview a file can change."""


def match_interviews(session: Session, viewer: Viewer, rows: Mapping[int, Mapping[str, Any]]) -> dict[int, Found]:
    """Return the interview of each row: by its ID, else the candidate's at this employer at this time.

    A row without a start is about the candidate's application at this employer for this job.
    """
    emails = {email_key(values["candidate_email"]) for values in rows.values()}
    visible = candidate_queries.visible_to(viewer).where(Candidate.email_key.in_(emails))
    people = {row.email_key: row for row in session.scalars(visible)}
    ids = [row.id for row in people.values()]
    standing, applications = _interviews(session, ids, rows), _applications(session, ids, rows)
    found = {}
    for number, values in rows.items():
        candidate = people.get(email_key(values["candidate_email"]))
        if candidate is None:
            sentence = N_("No candidate has this email address. Import or add the candidate first.")
            found[number] = Found(problem=Problem("candidate_email", sentence))
        elif "starts_at" not in values:
            known = applications.get((candidate.id, values["employer"].lower(), values.get("opening", "").lower()))
            found[number] = Found(Match(known, "time", certain=True, current={}, imported={}) if known else None)
        else:
            found[number] = Found(_interview_match(values, candidate.id, standing))
    return found


def _interviews(
    session: Session, candidate_ids: Sequence[uuid.UUID], rows: Mapping[int, Mapping[str, Any]]
) -> Sequence[tuple[Interview, uuid.UUID, str]]:
    """Return the candidates' interviews at these employers, each with its candidate and the employer's name."""
    names = {values["employer"] for values in rows.values()}
    query = (
        select(Interview, Application.candidate_id, Employer.name)
        .join(Application, Interview.application_id == Application.id)
        .join(Employer, Application.employer_id == Employer.id)
        .where(
            Application.candidate_id.in_(candidate_ids),
            func.lower(Employer.name).in_([func.lower(name) for name in names]),
        )
    )
    return [(row[0], row[1], row[2].lower()) for row in session.execute(query)]


def _applications(
    session: Session, candidate_ids: Sequence[uuid.UUID], rows: Mapping[int, Mapping[str, Any]]
) -> dict[tuple[uuid.UUID, str, str], uuid.UUID]:
    """Return the candidates' applications at the employers of rows without a start, by employer and job."""
    names = {values["employer"].lower() for values in rows.values() if "starts_at" not in values}
    employer, opening = func.lower(Employer.name), func.lower(Application.opening_title)
    query = (
        select(Application.candidate_id, employer, opening, Application.id)
        .join(Application.employer)
        .where(Application.candidate_id.in_(candidate_ids), employer.in_(names))
    )
    found = session.execute(query).all() if names else ()
    return {(whose, at, job): application_id for whose, at, job, application_id in found}


def _interview_match(
    values: Mapping[str, Any], candidate_id: uuid.UUID, standing: Sequence[tuple[Interview, uuid.UUID, str]]
) -> Match | None:
    theirs = [row for row, whose, name in standing if whose == candidate_id and name == values["employer"].lower()]
    by_id = next((row for row in theirs if row.external_id and row.external_id == values.get("external_id")), None)
    at_time = next((row for row in theirs if row.starts_at == values["starts_at"]), None)
    row = by_id or at_time
    if row is None:
        return None
    current = plain_values({code: getattr(row, code) for code in COMPARED})
    return Match(row.id, "external_id" if by_id else "time", certain=True, current=current, imported={})
