"""The rows of an agency's export, in a stream: the database keeps a cursor, and the program a few hundred rows."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, aliased

from portal.accounts.models import Account
from portal.agencies.models import JobField, Office
from portal.applications.models import Application
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, Employer
from portal.core.db import is_row
from portal.exports.rules import format_people, format_place, format_tags
from portal.interviews.models import Interview, InterviewPerson
from portal.recruiter_notes.models import RecruiterNote
from portal.tags.models import CandidateTag, Tag

FETCHED = 500
Values = tuple[str | None, ...]


def count_rows(session: Session) -> int:
    """Return about how many rows an export has."""
    counts = [
        select(func.count(table.id)).scalar_subquery()
        for table in (Candidate, Employer, Contact, Interview, RecruiterNote)
    ]
    counts.append(select(func.count(Application.id)).where(_has_no_interview()).scalar_subquery())
    return sum(session.execute(select(*counts)).one())


def stream_candidates(session: Session) -> Iterator[Values]:
    """Yield every candidate, with the names of their field, office, and tags and their recruiter's email address."""
    recruiter = aliased(Account)
    columns = (Candidate.name, Candidate.email, Candidate.phone, JobField.name, Office.name, recruiter.email)
    query = (
        select(*columns, Candidate.time_zone, _tags(), Candidate.external_id)
        .outerjoin(JobField, is_row(Candidate.field_id, JobField))
        .outerjoin(Office, is_row(Candidate.office_id, Office))
        .outerjoin(recruiter, is_row(Candidate.recruiter_id, recruiter))
        .order_by(Candidate.id)
    )
    for *values, tags, external_id in _stream(session, query):
        yield *values, format_tags(tags or ()), external_id


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
        .join(Employer, is_row(Contact.employer_id, Employer))
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
        .join(Application, is_row(Interview.application_id, Application))
        .join(Candidate, is_row(Application.candidate_id, Candidate))
        .join(Employer, is_row(Application.employer_id, Employer))
        .where(Interview.status == "planned")
        .order_by(Interview.id)
    )
    for email, employer, opening, starts_at, ends_at, zone, place, link, people, external_id in _stream(session, query):
        times = _local(starts_at, zone), _local(ends_at, zone)
        where, whom = format_place(place, link), format_people(people or ())
        yield email, employer, opening, *times, zone, where, whom, external_id
    yield from _stream_applications_alone(session)


def stream_recruiter_notes(session: Session) -> Iterator[Values]:
    """Yield every recruiters' note that was not deleted, with whom it is about, when it was written, and by whom."""
    columns = (Candidate.email, Employer.name, Application.opening_title, RecruiterNote.at, Account.email)
    query = (
        select(*columns, RecruiterNote.text)
        .join(Candidate, is_row(RecruiterNote.candidate_id, Candidate))
        .join(Account, is_row(RecruiterNote.by_id, Account))
        .outerjoin(Application, is_row(RecruiterNote.application_id, Application))
        .outerjoin(Employer, is_row(Application.employer_id, Employer))
        .where(RecruiterNote.deleted_at.is_(None))
        .order_by(RecruiterNote.id)
    )
    for email, employer, opening, at, author, text in _stream(session, query):
        yield email, employer, opening, at.isoformat(timespec="seconds"), author, text


def _stream_applications_alone(session: Session) -> Iterator[Values]:
    query = (
        select(Candidate.email, Employer.name, Application.opening_title, Application.external_id)
        .join(Candidate, is_row(Application.candidate_id, Candidate))
        .join(Employer, is_row(Application.employer_id, Employer))
        .where(_has_no_interview())
        .order_by(Application.id)
    )
    for email, employer, opening, external_id in _stream(session, query):
        yield email, employer, opening, *[None] * 5, external_id


def _has_no_interview() -> ColumnElement[bool]:
    """Return whether none of the application's interviews is exported."""
    return ~exists().where(is_row(Interview.application_id, Application), Interview.status == "planned")


def _stream(session: Session, query: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    """Yield the rows of one statement, fetched a part at a time."""
    yield from session.execute(query.execution_options(yield_per=FETCHED))


def _known_email() -> ColumnElement[str | None]:
    return case((Contact.email_is_guess.is_(False), Contact.email))


def _tags() -> Any:
    """Return the names of a candidate's tags as an array, by name."""
    return (
        select(func.array_agg(aggregate_order_by(Tag.name, Tag.name_key)))
        .select_from(CandidateTag)
        .join(Tag, is_row(CandidateTag.tag_id, Tag))
        .where(is_row(CandidateTag.candidate_id, Candidate))
        .correlate(Candidate)
        .scalar_subquery()
    )


def _people() -> Any:
    """Return the names and known addresses of an interview's people as JSON, without those who were not there."""
    listed = aggregate_order_by(func.json_build_array(Contact.name, _known_email()), InterviewPerson.id)
    return (
        select(func.json_agg(listed))
        .select_from(InterviewPerson)
        .join(Contact, is_row(InterviewPerson.contact_id, Contact))
        .where(is_row(InterviewPerson.interview_id, Interview))
        .where(InterviewPerson.met.is_not(False))
        .correlate(Interview)
        .scalar_subquery()
    )


def _local(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")
