"""What is done about a process, but for what hangs on its interviews."""

import uuid
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.audit.actions import By
from portal.candidates import email_changes
from portal.candidates.actions import Profile
from portal.candidates.models import Candidate
from portal.core.transaction import touch
from portal.processes import queries
from portal.processes.models import Answer, Closure, Process
from portal.processes.rules import Pace


def create(
    session: Session,
    candidate_id: uuid.UUID,
    employer_id: uuid.UUID,
    opening_title: str,
    pace: Pace,
    *,
    by: By,
    now: datetime,
) -> Process:
    """The candidate is in a process with the employer for the opening."""
    process = Process(candidate_id=candidate_id, employer_id=employer_id, opening_title=opening_title, **asdict(pace))
    session.add(process)
    session.flush()
    audit.record(session, "process.create", process, by=by, now=now)
    touch(session, process.id)
    return process


def update(session: Session, process: Process, opening_title: str, pace: Pace, *, by: By, now: datetime) -> None:
    """The opening and the pace read as given, and the plan follows."""
    values = {"opening_title": opening_title, **asdict(pace)}
    if audit.change(session, "process.update", process, values, by=by, now=now):
        touch(session, process.id)


def answer(
    session: Session, process: Process, kind: str, words: str | None, *, at: datetime, by: By, now: datetime
) -> Answer:
    """The employer answered at `at`: what was pending for the process stops."""
    row = Answer(process_id=process.id, kind=kind, words=words, at=at, by_id=by.account_id)
    session.add(row)
    session.flush()
    audit.record(session, f"process.{kind}", row, by=by, now=now)
    touch(session, process.id)
    return row


def close(session: Session, process: Process, kind: str, *, by: By, now: datetime) -> Closure:
    """The process is closed, and is never prompted for again."""
    row = Closure(process_id=process.id, kind=kind, at=now, by_id=by.account_id)
    session.add(row)
    session.flush()
    audit.record(session, f"process.close.{kind}", row, by=by, now=now)
    touch(session, process.id)
    return row


def take_back(session: Session, ending: Answer | Closure, *, by: By, now: datetime) -> None:
    """An answer or a closure recorded by mistake is gone, and the plan is as if it had never been."""
    audit.record(session, f"{ending.__tablename__}.take_back", ending, by=by, now=now)
    touch(session, ending.process_id)
    session.delete(ending)
    session.flush()


def update_candidate(session: Session, candidate: Candidate, profile: Profile, *, by: By, now: datetime) -> None:
    """The candidate's profile reads as given, and their plans are in their time zone."""
    moved = candidate.time_zone != profile.time_zone
    email_changes.update(session, candidate, profile, by=by, now=now)
    if moved:
        for process_id in queries.ids_of_candidate(session, candidate.id):
            touch(session, process_id)
