"""The groups of a recruiter's Today that are candidates, their applications, or interviews: read from summaries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Subquery, case, func, select
from sqlalchemy.orm import Session

from portal.accounts.viewer import Viewer
from portal.agencies.models import JobField
from portal.applications.models import Application
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, Employer
from portal.core.db import is_row
from portal.core.listing import COUNTED
from portal.interviews import lists as interview_lists
from portal.interviews import queries as interviews
from portal.interviews.lists import InterviewFilter
from portal.interviews.models import Interview, InterviewPerson
from portal.interviews.summaries import InterviewSummary
from portal.summaries import application_list, candidate_list
from portal.summaries.application_list import APPLICATIONS, NO_ANSWER, ApplicationFilter
from portal.summaries.candidate_list import LATE_DAY, CandidateFilter
from portal.summaries.models import ApplicationSummary, CandidateSummary
from portal.today.groups import Columns, Listing


def late_tasks(viewer: Viewer, kinds: Sequence[str], hours: int, now: datetime) -> Listing:
    """Return the candidates whose next task is so many hours late; first whom doing it still helps, then the newest.

    Of more than `COUNTED`, the newest are put in that order, so that no more are ever read.
    """
    late = candidate_list.matching(viewer, CandidateFilter(late=[LATE_DAY], late_hours=hours), kinds, now)
    newest = late.order_by(CandidateSummary.next_due_at.desc(), CandidateSummary.id).limit(COUNTED)
    ids = select(CandidateSummary.id).where(CandidateSummary.id.in_(newest))
    is_in_vain = CandidateSummary.next_missed_from <= now
    order = (case((is_in_vain, 1), else_=0), CandidateSummary.next_due_at.desc(), CandidateSummary.id)
    return Listing(ids, order, _tasks)


def interviews_between(viewer: Viewer, start: datetime, end: datetime) -> Listing:
    """Return the planned interviews that start then, the earliest first."""
    planned = interview_lists.matching(viewer, InterviewFilter(planned=(start, end)), start)
    return Listing(planned, (InterviewSummary.starts_at, InterviewSummary.id), _interviews)


def next_interview(session: Session, viewer: Viewer, now: datetime) -> Row[*tuple[Any, ...]] | None:
    """Return the next interview that is planned; None if there is none."""
    ahead = interviews.upcoming_interviews(viewer, now).with_only_columns(Interview.id)
    page = ahead.where(Interview.starts_at > now).limit(1).subquery("page")
    return session.execute(_interviews(page)).first()


def without_answer(viewer: Viewer, since: datetime) -> Listing:
    """Return the applications that were to be closed, lapsed, or closed by themselves since then, the latest first."""
    found = application_list.matching(viewer, ApplicationFilter(no_answer_since=since), since)
    order = APPLICATIONS.sort_keys[NO_ANSWER].value
    return Listing(found, (order.desc(), ApplicationSummary.id.desc()), _applications)


def available(viewer: Viewer, since: datetime) -> Listing:
    """Return the candidates who have had no application under way since some time after `since`, the latest first."""
    found = candidate_list.matching(viewer, CandidateFilter(available_since=since), (), since)
    return Listing(found, (CandidateSummary.available_from.desc(), CandidateSummary.id), _available)


def snoozed(viewer: Viewer, now: datetime) -> Listing:
    """Return the candidates whose late tasks are snoozed, the first to come back first."""
    found = candidate_list.matching(viewer, CandidateFilter(is_snoozed=True), (), now)
    return Listing(found, (CandidateSummary.snoozed_until, CandidateSummary.id), _snoozed)


def _snoozed(page: Subquery) -> Columns:
    table = CandidateSummary
    return (
        select(table.id, table.snoozed_until, Candidate.snooze_reason, Candidate.name, Candidate.phone)
        .select_from(page)
        .join(table, table.id == page.c.id)
        .join(Candidate, is_row(table.id, Candidate))
    )


def _tasks(page: Subquery) -> Columns:
    table = CandidateSummary
    return (
        select(
            table.id,
            table.next_application_id,
            table.next_kind,
            table.next_person_id,
            table.next_count,
            table.next_is_other_way,
            table.next_due_at,
            table.next_missed_from,
            table.suppression,
            table.suppressed_until,
            table.invitation,
            table.reminded_at,
            Candidate.name,
            Candidate.phone,
            Employer.name.label("employer"),
            Contact.name.label("person"),
        )
        .select_from(page)
        .join(table, table.id == page.c.id)
        .join(Candidate, is_row(table.id, Candidate))
        .outerjoin(Application, is_row(table.next_application_id, Application))
        .outerjoin(Employer, is_row(Application.employer_id, Employer))
        .outerjoin(InterviewPerson, is_row(table.next_person_id, InterviewPerson))
        .outerjoin(Contact, is_row(InterviewPerson.contact_id, Contact))
    )


def _interviews(page: Subquery) -> Columns:
    people = (
        select(func.count())
        .select_from(InterviewPerson)
        .join(Contact, is_row(InterviewPerson.contact_id, Contact))
        .where(InterviewPerson.agency_id == Interview.agency_id, InterviewPerson.interview_id == Interview.id)
        .where(InterviewPerson.met.is_not(False), Contact.merged_into_id.is_(None))
    )
    return (
        select(
            Interview.id,
            Interview.starts_at,
            Interview.ends_at,
            Interview.round_name,
            Interview.round_kind,
            Candidate.name.label("candidate"),
            Employer.name.label("employer"),
            CandidateSummary.draft_mark,
            people.scalar_subquery().label("people"),
            people.where(Contact.reachable_at.is_not(None)).scalar_subquery().label("reachable"),
        )
        .select_from(page)
        .join(InterviewSummary, InterviewSummary.id == page.c.id)
        .join(Interview, is_row(InterviewSummary.id, Interview))
        .join(Application, is_row(InterviewSummary.application_id, Application))
        .join(Candidate, is_row(InterviewSummary.candidate_id, Candidate))
        .join(CandidateSummary, is_row(InterviewSummary.candidate_id, CandidateSummary))
        .join(Employer, is_row(Application.employer_id, Employer))
    )


def _applications(page: Subquery) -> Columns:
    table = ApplicationSummary
    return (
        select(
            table.id,
            table.state,
            table.no_answer_at,
            Application.reason_code,
            Application.reason_values,
            Candidate.name.label("candidate"),
            Employer.name.label("employer"),
        )
        .select_from(page)
        .join(table, table.id == page.c.id)
        .join(Application, is_row(table.id, Application))
        .join(Candidate, is_row(table.candidate_id, Candidate))
        .join(Employer, is_row(table.employer_id, Employer))
    )


def _available(page: Subquery) -> Columns:
    table = CandidateSummary
    return (
        select(table.id, table.available_from, Candidate.name, Candidate.phone, JobField.name.label("field"))
        .select_from(page)
        .join(table, table.id == page.c.id)
        .join(Candidate, is_row(table.id, Candidate))
        .outerjoin(JobField, is_row(table.field_id, JobField))
    )
