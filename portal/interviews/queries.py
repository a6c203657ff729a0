"""Queries for interviews, the people at them, and completed steps."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.accounts.viewer import Viewer
from portal.applications.models import Application
from portal.candidates import queries as candidates
from portal.contacts.models import Contact
from portal.core.errors import NotFound
from portal.interviews.models import Interview, InterviewMove, InterviewPerson, InterviewStatusChange, StepCompletion
from portal.interviews.slots import CalendarKey


def visible_to(viewer: Viewer) -> Select[Interview]:
    """Return the query for interviews of candidates the viewer may see, with application, candidate, and employer."""
    return (
        select(Interview)
        .join(Interview.application)
        .where(candidates.is_visible(Application.candidate_id, viewer))
        .options(
            contains_eager(Interview.application).options(
                joinedload(Application.candidate), joinedload(Application.employer)
            )
        )
    )


def get_interview(session: Session, viewer: Viewer, interview_id: uuid.UUID) -> Interview:
    """Return the interview with people, changes, and completions; raise `NotFound` if the viewer may not see it."""
    found = session.scalar(
        visible_to(viewer)
        .where(Interview.id == interview_id)
        .options(
            selectinload(Interview.people).joinedload(InterviewPerson.contact),
            selectinload(Interview.moves).joinedload(InterviewMove.by),
            selectinload(Interview.status_changes).joinedload(InterviewStatusChange.by),
            selectinload(Interview.completions).joinedload(StepCompletion.by),
        )
    )
    if found is None:
        raise NotFound("interview")
    return found


def get_person(session: Session, viewer: Viewer, person_id: uuid.UUID) -> InterviewPerson:
    """Return a person at a visible interview, with the contact; raise `NotFound`."""
    found = session.scalar(
        select(InterviewPerson)
        .join(InterviewPerson.interview)
        .join(Interview.application)
        .where(InterviewPerson.id == person_id, candidates.is_visible(Application.candidate_id, viewer))
        .options(joinedload(InterviewPerson.contact).joinedload(Contact.employer))
    )
    if found is None:
        raise NotFound("person")
    return found


def people_met(
    session: Session, viewer: Viewer, limit: int, candidate_id: uuid.UUID | None = None
) -> Sequence[InterviewPerson]:
    """Return at most `limit` people of visible planned interviews, with what a note needs, the latest interview first.

    With `candidate_id`, return only those of this candidate's interviews.
    """
    query = (
        select(InterviewPerson)
        .join(InterviewPerson.interview)
        .join(Interview.application)
        .where(candidates.is_visible(Application.candidate_id, viewer), Interview.status == "planned")
        .options(
            joinedload(InterviewPerson.contact),
            contains_eager(InterviewPerson.interview)
            .contains_eager(Interview.application)
            .options(joinedload(Application.candidate), joinedload(Application.employer)),
        )
        .order_by(Interview.starts_at.desc(), InterviewPerson.id)
        .limit(limit)
    )
    return session.scalars(
        query if candidate_id is None else query.where(Application.candidate_id == candidate_id)
    ).all()


def interviews_of_application(session: Session, application_id: uuid.UUID) -> Sequence[Interview]:
    """Return the application's interviews with people, changes, and completions, the earliest first."""
    return session.scalars(
        select(Interview)
        .where(Interview.application_id == application_id)
        .options(
            selectinload(Interview.people).joinedload(InterviewPerson.contact),
            selectinload(Interview.moves).joinedload(InterviewMove.by),
            selectinload(Interview.status_changes).joinedload(InterviewStatusChange.by),
            selectinload(Interview.completions).joinedload(StepCompletion.by),
        )
        .order_by(Interview.starts_at, Interview.id)
    ).all()


def rounds_of_application(session: Session, application_id: uuid.UUID) -> Sequence[Interview]:
    """Return the application's interviews with people and completions, without their changes, the earliest first."""
    return session.scalars(
        select(Interview)
        .where(Interview.application_id == application_id)
        .options(
            selectinload(Interview.people).joinedload(InterviewPerson.contact), selectinload(Interview.completions)
        )
        .order_by(Interview.starts_at, Interview.id)
    ).all()


def rounds_by_id(session: Session, interview_ids: Collection[uuid.UUID]) -> Sequence[Interview]:
    """Return these interviews with people, completions, and employers, the earliest first."""
    return session.scalars(
        select(Interview)
        .where(Interview.id.in_(interview_ids))
        .options(
            joinedload(Interview.application).joinedload(Application.employer),
            selectinload(Interview.people).joinedload(InterviewPerson.contact),
            selectinload(Interview.completions),
        )
        .order_by(Interview.starts_at, Interview.id)
    ).all()


def interviews_between(viewer: Viewer, start: datetime, end: datetime) -> Select[Interview]:
    """Return the query for visible interviews that start from `start` to before `end`, the earliest first."""
    return (
        visible_to(viewer)
        .where(Interview.starts_at >= start, Interview.starts_at < end)
        .options(selectinload(Interview.people).joinedload(InterviewPerson.contact))
        .order_by(Interview.starts_at, Interview.id)
    )


def upcoming_interviews(viewer: Viewer, now: datetime) -> Select[Interview]:
    """Return the query for visible interviews that are planned and have not ended, the earliest first."""
    return (
        visible_to(viewer)
        .where(Interview.status == "planned", Interview.ends_at > now)
        .options(selectinload(Interview.people).joinedload(InterviewPerson.contact))
        .order_by(Interview.starts_at, Interview.id)
    )


def past_or_canceled_interviews(viewer: Viewer, now: datetime) -> Select[Interview]:
    """Return the query for visible interviews that have ended or do not take place, the latest first."""
    return (
        visible_to(viewer)
        .where(or_(Interview.status != "planned", Interview.ends_at <= now))
        .options(selectinload(Interview.people).joinedload(InterviewPerson.contact))
        .order_by(Interview.starts_at.desc(), Interview.id.desc())
    )


def upcoming_interviews_of(session: Session, application_id: uuid.UUID, now: datetime) -> Sequence[Interview]:
    """Return the application's planned interviews that have not ended, the earliest first."""
    return session.scalars(
        select(Interview)
        .where(Interview.application_id == application_id, Interview.status == "planned", Interview.ends_at > now)
        .order_by(Interview.starts_at)
    ).all()


def overlapping_interviews(
    session: Session, candidate_id: uuid.UUID, starts_at: datetime, ends_at: datetime, apart_from: uuid.UUID | None
) -> Sequence[Interview]:
    """Return the candidate's planned interviews at this time, with their employers, except the one of this id."""
    found = (
        select(Interview)
        .join(Interview.application)
        .where(
            Application.candidate_id == candidate_id,
            Interview.status == "planned",
            Interview.starts_at < ends_at,
            Interview.ends_at > starts_at,
        )
        .options(contains_eager(Interview.application).joinedload(Application.employer))
        .order_by(Interview.starts_at, Interview.id)
    )
    return session.scalars(found if apart_from is None else found.where(Interview.id != apart_from)).all()


def applications_meeting(session: Session, contact_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Return the ids of the applications with an interview that lists this contact."""
    return session.scalars(
        select(Interview.application_id)
        .join(
            InterviewPerson,
            (InterviewPerson.agency_id == Interview.agency_id) & (InterviewPerson.interview_id == Interview.id),
        )
        .where(InterviewPerson.contact_id == contact_id)
        .distinct()
    ).all()


def interviews_from_calendars(session: Session, application_id: uuid.UUID) -> Sequence[Interview]:
    """Return the interviews of the application that were made from a calendar entry, the oldest first."""
    return session.scalars(
        select(Interview)
        .where(Interview.application_id == application_id, Interview.calendar_uid.is_not(None))
        .order_by(Interview.id)
    ).all()


def count_by_application(session: Session, application_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Return how many interviews that were not canceled each of these applications has, where there are any."""
    query = (
        select(Interview.application_id, func.count(Interview.id))
        .where(Interview.application_id.in_(application_ids), Interview.status != "cancelled")
        .group_by(Interview.application_id)
    )
    return dict(session.execute(query).all())


def find_interview_from_calendar(session: Session, viewer: Viewer, key: CalendarKey) -> Interview | None:
    """Return the visible interview that was made from this calendar entry; None if there is none."""
    return session.scalar(
        visible_to(viewer)
        .where(Interview.calendar_uid == key.uid, Interview.calendar_recurrence.is_not_distinct_from(key.recurrence))
        .order_by(Interview.id)
        .limit(1)
    )


def find_completion(
    session: Session, interview_id: uuid.UUID, kind: str, person_id: uuid.UUID | None = None
) -> StepCompletion | None:
    """Return the completion of this step; None if it is not done."""
    return session.scalar(
        select(StepCompletion).where(
            StepCompletion.interview_id == interview_id,
            StepCompletion.kind == kind,
            StepCompletion.person_id.is_not_distinct_from(person_id),
        )
    )


def people_expected_at(
    session: Session, interview_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID | None, list[tuple[str, bool]]]:
    """Return, by interview, the name of each person listed and whether a note can reach them."""
    found: dict[uuid.UUID | None, list[tuple[str, bool]]] = {}
    query = select(InterviewPerson).where(InterviewPerson.interview_id.in_(interview_ids)).order_by(InterviewPerson.id)
    for person in session.scalars(query.options(joinedload(InterviewPerson.contact).joinedload(Contact.employer))):
        found.setdefault(person.interview_id, []).append((person.contact.name, person.contact.reachable))
    return found
