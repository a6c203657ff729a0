"""What a calendar shows of each day: its interviews, and how many candidates have which task then.

Each is one select, bounded for a day, so that a page takes as long however large the agency is.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    TIMESTAMP,
    Column,
    ColumnElement,
    Integer,
    Row,
    Select,
    Uuid,
    func,
    select,
    true,
    values,
)
from sqlalchemy.orm import Session

from portal.accounts.viewer import Viewer
from portal.applications.models import Application
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, Employer
from portal.core.db import is_row
from portal.core.listing import COUNTED
from portal.interviews.models import Interview, InterviewPerson
from portal.interviews.summaries import IS_PLANNED, InterviewSummary
from portal.summaries.models import ApplicationSummary, CandidateSummary

Span = tuple[datetime, datetime]
"""The beginning of a day, and that of the next one, in UTC."""


@dataclass(frozen=True)
class PersonThere:
    """Someone listed on an interview: the contact, and whether a note can reach them."""

    contact_id: uuid.UUID
    name: str
    reachable: bool


def interviews_of_days(
    session: Session, viewer: Viewer, days: Sequence[Span], most: int
) -> list[Row[*tuple[Any, ...]]]:
    """Return the planned interviews that start on these days, at most so many of a day, by day and start.

    Each row has its `day`, the place in `days`.
    """
    given, own = _given(days), InterviewSummary
    ids = select(own.id, own.starts_at, own.ends_at, own.application_id, own.candidate_id)
    first = ids.where(*_is_of_day(given, viewer)).order_by(own.starts_at, own.id).limit(most)
    theirs = first.lateral("theirs")
    query = (
        select(
            given.c.day,
            *(theirs.c[name] for name in ("id", "starts_at", "ends_at", "candidate_id")),
            Interview.round_name,
            Interview.round_kind,
            Candidate.name.label("candidate"),
            Candidate.time_zone.label("candidate_zone"),
            Employer.name.label("employer"),
            ApplicationSummary.draft_mark,
            ApplicationSummary.draft_late_from,
        )
        .join_from(given, theirs, true())
        .join(Interview, Interview.id == theirs.c.id)
        .join(ApplicationSummary, ApplicationSummary.id == theirs.c.application_id)
        .join(Candidate, Candidate.id == theirs.c.candidate_id)
        .join(Employer, is_row(ApplicationSummary.employer_id, Employer))
    )
    return list(session.execute(query.order_by(given.c.day, theirs.c.starts_at, theirs.c.id)))


def count_interviews(session: Session, viewer: Viewer, days: Sequence[Span]) -> list[int]:
    """Return how many planned interviews start on each of these days; `COUNTED` for that many or more."""
    given = _given(days)
    theirs = (
        select(InterviewSummary.id).where(*_is_of_day(given, viewer)).limit(COUNTED).correlate(given).subquery("theirs")
    )
    counted = select(func.count()).select_from(theirs).lateral("counted")
    query = select(given.c.day, counted.c[0]).join_from(given, counted, true())
    found: dict[int, int] = dict(session.execute(query).all())
    return [found.get(day, 0) for day in range(len(days))]


def _is_of_day(given: Any, viewer: Viewer) -> list[ColumnElement[bool]]:
    own = InterviewSummary
    return [
        IS_PLANNED,
        own.starts_at >= given.c.starts,
        own.starts_at < given.c.ends,
        candidates.is_in_scope(viewer, own.recruiter_id, own.office_id),
    ]


def tasks_of_days(session: Session, viewer: Viewer, days: Sequence[Span], now: datetime) -> list[Row[*tuple[Any, ...]]]:
    """Return how many candidates have which next task planned for each of these days, those that are late apart.

    A row has its `day`, the `kind`, `is_late`, and the `count`, at most `COUNTED` of a day; `candidate` and `employer`
    are those of one of the tasks.
    """
    given, own = _given(days), CandidateSummary
    theirs = (
        select(own.id, own.next_application_id, own.next_kind, func.coalesce(own.late_from < now, False).label("late"))
        .where(
            own.next_due_at >= given.c.starts,
            own.next_due_at < given.c.ends,
            candidates.is_in_scope(viewer, own.recruiter_id, own.office_id),
        )
        .limit(COUNTED)
        .lateral("theirs")
    )
    grouped = _counted_by_kind(select(given.c.day, *theirs.c).join_from(given, theirs, true()))
    rows = grouped.subquery("grouped")
    query = (
        select(rows.c.day, rows.c.kind, rows.c.is_late, rows.c.count, Candidate.name.label("candidate"))
        .add_columns(Employer.name.label("employer"))
        .outerjoin(Candidate, Candidate.id == rows.c.candidate_id)
        .outerjoin(Application, Application.id == rows.c.application_id)
        .outerjoin(Employer, is_row(Application.employer_id, Employer))
    )
    return list(session.execute(query.order_by(rows.c.day, rows.c.is_late.desc(), rows.c.count.desc(), rows.c.kind)))


def _counted_by_kind(tasks: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    row = tasks.subquery("tasks").c
    kind = row.next_kind.label("kind")
    ids, applications = (func.array_agg(column, type_=ARRAY(Uuid))[1] for column in (row.id, row.next_application_id))
    found = select(row.day, kind, row.late.label("is_late"), func.count().label("count"))
    named = found.add_columns(ids.label("candidate_id"), applications.label("application_id"))
    return named.group_by(row.day, row.next_kind, row.late)


def people_at(session: Session, interview_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[PersonThere]]:
    """Return who is listed on each of these interviews, whoever was merged left out."""
    query = (
        select(InterviewPerson.interview_id, Contact.id, Contact.name, Contact.reachable_at.is_not(None))
        .join(Contact, is_row(InterviewPerson.contact_id, Contact))
        .where(InterviewPerson.interview_id.in_(interview_ids), Contact.merged_into_id.is_(None))
        .order_by(InterviewPerson.id)
    )
    found: dict[uuid.UUID, list[PersonThere]] = defaultdict(list)
    for interview_id, contact_id, name, reachable in session.execute(query):
        found[interview_id].append(PersonThere(contact_id, name, reachable))
    return found


def _given(days: Sequence[Span]) -> Any:
    moment = TIMESTAMP(timezone=True)
    table = values(Column("day", Integer), Column("starts", moment), Column("ends", moment), name="given")
    return table.data([(place, *span) for place, span in enumerate(days)])
