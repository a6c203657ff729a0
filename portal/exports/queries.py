"""The rows of an agency's export, in a stream: the database keeps a cursor, and the program a few hundred rows."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, aliased

from portal.accounts.models import Account
from portal.agencies.models import JobField, Office
from portal.applications.models import Application
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, Employer
from portal.exports.rules import format_people, format_place
from portal.interviews.models import Interview, InterviewPerson

FETCHED = 500
Values = tuple[str | None, ...]


def count_rows(session: Session) -> int:
    """Return about how many rows an export has."""
    counts = [select(func.count(table.id)).scalar_subquery() for table in (Candidate, Employer, Contact, Interview)]
    counts.append(select(func.count(Application.id)).where(_has_no_interview()).scalar_subquery())
    return sum(session.execute(select(*counts)).one())


def stream_candidates(session: Session) -> Iterator[Values]:
    """Yield every candidate, with the names of their field and office and the email address of their recruiter."""
    recruiter = aliased(Account)
    columns = (Candidate.name, Candidate.email, Candidate.phone, JobField.name, Office.name, recruiter.email)
    yield from _stream(
        session,
        select(*columns, Candidate.time_zone, Candidate.external_id)
        .outerjoin(JobField, _same(Candidate, JobField, Candidate.field_id))
        .outerjoin(Office, _same(Candidate, Office, Candidate.office_id))
        .outerjoin(recruiter, _same(Candidate, recruiter, Candidate.recruiter_id))
        .order_by(Candidate.id),
    )


def stream_employers(session: Session) -> Iterator[Values]:
    """Yield every employer, with its HR."""
    hr = Employer.hr_name, Employer.hr_email, Employer.hr_phone
    yield from _stream(session, select(Employer.name, Employer.domain, *hr, Employer.external_id).order_by(Employer.id))


def stream_contacts(session: Session) -> Iterator[Values]:
    """Yield every contact but those merged into another one; an email address that is only a guess is left out."""
    columns = (Contact.name, Employer.name, Contact.title, _known_email(), Contact.phone, Contact.external_id)
    yield from _stream(
        session,
        select(*columns)
        .join(Employer, _same(Contact, Employer, Contact.employer_id))
        .where(Contact.merged_into_id.is_(None))
        .order_by(Contact.id),
    )


def stream_interviews(session: Session) -> Iterator[Values]:
    """Yield every interview that is planned or took place, with the people expected or met, in its own time zone.

    After them come the applications without one, as rows that say only whose they are, where, and for which job.
    """
    columns = (Candidate.email, Employer.name, Application.opening_title, Interview.starts_at, Interview.ends_at)
    query = (
        select(*columns, Interview.time_zone, Interview.place, Interview.link, _people(), Interview.external_id)
        .join(Application, _same(Interview, Application, Interview.application_id))
        .join(Candidate, _same(Application, Candidate, Application.candidate_id))
        .join(Employer, _same(Application, Employer, Application.employer_id))
        .where(Interview.status == "planned")
        .order_by(Interview.id)
    )
    for email, employer, opening, starts_at, ends_at, zone, place, link, people, external_id in _stream(session, query):
        times = _local(starts_at, zone), _local(ends_at, zone)
        where, whom = format_place(place, link), format_people(people or ())
        yield email, employer, opening, *times, zone, where, whom, external_id
    yield from _stream_applications_alone(session)


def _stream_applications_alone(session: Session) -> Iterator[Values]:
    query = (
        select(Candidate.email, Employer.name, Application.opening_title, Application.external_id)
        .join(Candidate, _same(Application, Candidate, Application.candidate_id))
        .join(Employer, _same(Application, Employer, Application.employer_id))
        .where(_has_no_interview())
        .order_by(Application.id)
    )
    for email, employer, opening, external_id in _stream(session, query):
        yield email, employer, opening, *[None] * 5, external_id


def _has_no_interview() -> ColumnElement[bool]:
    """Return whether none of the application's interviews is exported."""
    return ~exists().where(_same(Interview, Application, Interview.application_id), Interview.status == "planned")


def _stream(session: Session, query: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    """Yield the rows of one statement, fetched a part at a time."""
    yield from session.execute(query.execution_options(yield_per=FETCHED))


def _same(owner: Any, table: Any, column: Any) -> ColumnElement[bool]:
    return and_(owner.agency_id == table.agency_id, column == table.id)


def _known_email() -> ColumnElement[str | None]:
    return case((Contact.email_is_guess.is_(False), Contact.email))


def _people() -> Any:
    """Return the names and known addresses of an interview's people as JSON, without those who were not there."""
    listed = aggregate_order_by(func.json_build_array(Contact.name, _known_email()), InterviewPerson.id)
    return (
        select(func.json_agg(listed))
        .select_from(InterviewPerson)
        .join(Contact, _same(InterviewPerson, Contact, InterviewPerson.contact_id))
        .where(_same(InterviewPerson, Interview, InterviewPerson.interview_id))
        .where(InterviewPerson.met.is_not(False))
        .correlate(Interview)
        .scalar_subquery()
    )


def _local(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")
