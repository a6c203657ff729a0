"""What is done about an application, except what depends on its interviews."""

import uuid
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from portal.applications import queries
from portal.applications.models import Application, Closure, EmployerResponse
from portal.applications.rules import Pace
from portal.audit import actions as audit
from portal.audit.actions import Actor
from portal.candidates import email_changes
from portal.candidates.actions import CandidateProfile
from portal.candidates.models import Candidate
from portal.core.transaction import touch


def create(
    session: Session,
    candidate_id: uuid.UUID,
    employer_id: uuid.UUID,
    opening_title: str,
    pace: Pace,
    *,
    by: Actor,
    now: datetime,
) -> Application:
    """Create the candidate's application with the employer for the opening."""
    application = Application(
        candidate_id=candidate_id, employer_id=employer_id, opening_title=opening_title, **asdict(pace)
    )
    session.add(application)
    session.flush()
    audit.record(session, "application.create", application, by=by, now=now)
    touch(session, application.id)
    return application


def update(
    session: Session, application: Application, opening_title: str, pace: Pace, *, by: Actor, now: datetime
) -> None:
    """Update the opening and the pace, and re-plan."""
    values = {"opening_title": opening_title, **asdict(pace)}
    if audit.apply_change(session, "application.update", application, values, by=by, now=now):
        touch(session, application.id)


def record_response(
    session: Session, application: Application, kind: str, words: str | None, *, at: datetime, by: Actor, now: datetime
) -> EmployerResponse:
    """Record that the employer responded at `at`; what was pending for the application stops."""
    row = EmployerResponse(application_id=application.id, kind=kind, words=words, at=at, by_id=by.account_id)
    session.add(row)
    session.flush()
    audit.record(session, f"application.{kind}", row, by=by, now=now)
    touch(session, application.id)
    return row


def close(session: Session, application: Application, kind: str, *, by: Actor, now: datetime) -> Closure:
    """Close the application; no reminders are sent for it any more."""
    row = Closure(application_id=application.id, kind=kind, at=now, by_id=by.account_id)
    session.add(row)
    session.flush()
    audit.record(session, f"application.close.{kind}", row, by=by, now=now)
    touch(session, application.id)
    return row


def undo_ending(session: Session, ending: EmployerResponse | Closure, *, by: Actor, now: datetime) -> None:
    """Undo a response or closure recorded by mistake; the plan is as if it had never been recorded."""
    audit.record(session, f"{ending.__tablename__}.take_back", ending, by=by, now=now)
    touch(session, ending.application_id)
    session.delete(ending)
    session.flush()


def update_candidate(
    session: Session, candidate: Candidate, profile: CandidateProfile, *, by: Actor, now: datetime
) -> None:
    """Update the candidate's profile, and re-plan in their time zone."""
    moved = candidate.time_zone != profile.time_zone
    email_changes.update_with_confirmation(session, candidate, profile, by=by, now=now)
    if moved:
        for application_id in queries.application_ids_of(session, candidate.id):
            touch(session, application_id)
