"""What a candidate's page shows of applications and the people met there, each read by one select."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, ScalarSelect, select, union_all
from sqlalchemy.orm import Session

from portal.applications.models import Application, Closure, EmployerResponse
from portal.contacts.models import Contact, Employer
from portal.interviews.models import Interview, InterviewPerson
from portal.summaries.models import ApplicationSummary

MAX_APPLICATIONS = 50
MAX_PEOPLE = 50
Rows = Sequence[Row[*tuple[Any, ...]]]


def applications_of(session: Session, candidate_id: uuid.UUID) -> Rows:
    """Return the candidate's latest applications: their summaries with employer, job, and the next task's person."""
    summary = ApplicationSummary
    return session.execute(
        select(
            *(column for column in summary.__table__.columns if column.name not in ("agency_id", "version")),
            Application.opening_title,
            Application.reason_code,
            Application.reason_values,
            Employer.name.label("employer"),
            Contact.name.label("person"),
            _last_ending(summary.id).label("ending_id"),
        )
        .join(Application, Application.id == summary.id)
        .join(Employer, Employer.id == Application.employer_id)
        .outerjoin(InterviewPerson, InterviewPerson.id == summary.next_person_id)
        .outerjoin(Contact, Contact.id == InterviewPerson.contact_id)
        .where(summary.candidate_id == candidate_id)
        .order_by(Application.created_at.desc(), Application.id.desc())
        .limit(MAX_APPLICATIONS)
    ).all()


def _last_ending(application_id: Any) -> ScalarSelect[uuid.UUID]:
    """Return the id of the application's last response or closure, which can be undone."""
    made = union_all(
        *(
            select(row.id, row.at).where(row.application_id == application_id).correlate(ApplicationSummary)
            for row in (EmployerResponse, Closure)
        )
    ).subquery()
    return select(made.c.id).order_by(made.c.at.desc()).limit(1).scalar_subquery()


def rounds_of(session: Session, application_ids: Sequence[uuid.UUID]) -> Rows:
    """Return the rounds of these applications, the earliest first."""
    columns = (Interview.id, Interview.application_id, Interview.starts_at, Interview.status)
    return session.execute(
        select(*columns, Interview.round_name, Interview.round_kind)
        .where(Interview.application_id.in_(application_ids))
        .order_by(Interview.starts_at, Interview.id)
    ).all()


def people_met(session: Session, application_ids: Sequence[uuid.UUID]) -> Rows:
    """Return the contacts met in these applications, by name, with their employers."""
    met = (
        select(InterviewPerson.contact_id)
        .join(Interview, Interview.id == InterviewPerson.interview_id)
        .where(Interview.application_id.in_(application_ids), InterviewPerson.met.is_(True))
    )
    return session.execute(
        select(Contact.id, Contact.name, Employer.name.label("employer"))
        .join(Employer, Employer.id == Contact.employer_id)
        .where(Contact.id.in_(met))
        .order_by(Contact.name, Contact.id)
        .limit(MAX_PEOPLE)
    ).all()
