"""What the rows of interviews and of who waits for contact info should say, found from the facts alone."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.followups.queries import load_facts
from portal.followups.rules.plan import plan
from portal.interviews.models import Interview, InterviewPerson

Values = dict[str, Any]


def interviews_anew(session: Session, _now: datetime) -> dict[uuid.UUID, Values]:
    """What the row of every interview should say."""
    return {
        row.id: {
            "id": row.id,
            **_whose(row.application),
            "starts_at": row.starts_at,
            "ends_at": row.ends_at,
            "status": row.status,
        }
        for row in session.scalars(select(Interview))
    }


def waits_anew(session: Session, now: datetime) -> dict[uuid.UUID, Values]:
    """What the row of everyone whose contact info is waited for should say."""
    applications = session.scalars(select(Application)).all()
    facts = load_facts(session, [row.id for row in applications], now)
    people = {row.id: row for row in session.scalars(select(InterviewPerson))}
    found = {}
    for application in applications:
        for step in plan(facts[application.id]).steps:
            if step.kind == "request_contact" and step.state in ("open", "upcoming"):
                person = people[uuid.UUID(step.person or "")]
                found[person.id] = {"id": person.id, "contact_id": person.contact_id, **_whose(application)}
    return found


def _whose(application: Application) -> Values:
    candidate = application.candidate
    return {
        "application_id": application.id,
        "candidate_id": candidate.id,
        "recruiter_id": candidate.recruiter_id,
        "office_id": candidate.office_id,
    }
