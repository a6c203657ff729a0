"""What is done about an application, except what depends on its interviews."""

import uuid
from dataclasses import asdict
from datetime import datetime

from portal.applications import queries
from portal.applications.models import Application, Closure, EmployerResponse
from portal.applications.rules import Pace
from portal.audit import actions as audit
from portal.candidates import email_changes
from portal.candidates.actions import CandidateProfile
from portal.candidates.models import Candidate
from portal.core.command import Command
from portal.core.transaction import touch


def create(
    command: Command, candidate_id: uuid.UUID, employer_id: uuid.UUID, opening_title: str, pace: Pace
) -> Application:
    """Create the candidate's application with the employer for the opening."""
    application = Application(
        candidate_id=candidate_id, employer_id=employer_id, opening_title=opening_title, **asdict(pace)
    )
    command.session.add(application)
    command.session.flush()
    audit.record(command, "application.create", application)
    touch(command.session, application.id)
    return application


def update(command: Command, application: Application, opening_title: str, pace: Pace) -> None:
    """Update the opening and the pace, and re-plan."""
    values = {"opening_title": opening_title, **asdict(pace)}
    if audit.apply_change(command, "application.update", application, values):
        touch(command.session, application.id)


def record_response(
    command: Command, application: Application, kind: str, words: str | None, *, at: datetime
) -> EmployerResponse:
    """Record that the employer responded at `at`; what was pending for the application stops."""
    row = EmployerResponse(application_id=application.id, kind=kind, words=words, at=at, by_id=command.by.account_id)
    command.session.add(row)
    command.session.flush()
    audit.record(command, f"application.{kind}", row)
    touch(command.session, application.id)
    return row


def close(command: Command, application: Application, kind: str) -> Closure:
    """Close the application; no reminders are sent for it any more."""
    row = Closure(application_id=application.id, kind=kind, at=command.now, by_id=command.by.account_id)
    command.session.add(row)
    command.session.flush()
    audit.record(command, f"application.close.{kind}", row)
    touch(command.session, application.id)
    return row


def undo_ending(command: Command, ending: EmployerResponse | Closure) -> None:
    """Undo a response or closure recorded by mistake; the plan is as if it had never been recorded."""
    audit.record(command, f"{ending.__tablename__}.undo", ending)
    touch(command.session, ending.application_id)
    command.session.delete(ending)
    command.session.flush()


def update_candidate(command: Command, candidate: Candidate, profile: CandidateProfile) -> None:
    """Update the candidate's profile, and re-plan in their time zone and in their office's business hours."""
    moved = (candidate.time_zone, candidate.office_id) != (profile.time_zone, profile.office_id)
    email_changes.update_with_confirmation(command, candidate, profile)
    if moved:
        for application_id in queries.application_ids_of(command.session, candidate.id):
            touch(command.session, application_id)
