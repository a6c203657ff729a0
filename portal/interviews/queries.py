"""Which interviews a viewer may see, and questions over them."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.accounts.viewer import Viewer
from portal.candidates import queries as candidates
from portal.contacts.models import Contact
from portal.core.errors import Missing
from portal.interviews.models import Completion, Interview, Move, Person, StatusChange
from portal.processes.models import Process


def visible_to(viewer: Viewer) -> Select[Interview]:
    """The interviews of the candidates whom the viewer may see, with process, candidate and employer."""
    return (
        select(Interview)
        .join(Interview.process)
        .where(Process.candidate_id.in_(candidates.visible_ids(viewer)))
        .options(contains_eager(Interview.process).options(joinedload(Process.candidate), joinedload(Process.employer)))
    )


def one(session: Session, viewer: Viewer, interview_id: uuid.UUID) -> Interview:
    """The interview with people, moves and what was done; raises `Missing` when it is not for the viewer to see."""
    found = session.scalar(
        visible_to(viewer)
        .where(Interview.id == interview_id)
        .options(
            selectinload(Interview.people).joinedload(Person.contact),
            selectinload(Interview.moves).joinedload(Move.by),
            selectinload(Interview.status_changes).joinedload(StatusChange.by),
            selectinload(Interview.completions).joinedload(Completion.by),
        )
    )
    if found is None:
        raise Missing("interview")
    return found


def person(session: Session, viewer: Viewer, person_id: uuid.UUID) -> Person:
    """A person met at a visible interview, with the contact; raises `Missing`."""
    found = session.scalar(
        select(Person)
        .join(Person.interview)
        .join(Interview.process)
        .where(Person.id == person_id, Process.candidate_id.in_(candidates.visible_ids(viewer)))
        .options(joinedload(Person.contact).joinedload(Contact.employer))
    )
    if found is None:
        raise Missing("person")
    return found


def people_met(session: Session, viewer: Viewer, limit: int, candidate_id: uuid.UUID | None = None) -> Sequence[Person]:
    """People of the visible interviews, or of this candidate's, with all that a note to them says; the latest first."""
    query = (
        select(Person)
        .join(Person.interview)
        .join(Interview.process)
        .where(Process.candidate_id.in_(candidates.visible_ids(viewer)), Interview.status == "planned")
        .options(
            joinedload(Person.contact),
            contains_eager(Person.interview)
            .contains_eager(Interview.process)
            .options(joinedload(Process.candidate), joinedload(Process.employer)),
        )
        .order_by(Interview.starts_at.desc(), Person.id)
        .limit(limit)
    )
    return session.scalars(query if candidate_id is None else query.where(Process.candidate_id == candidate_id)).all()


def of_process(session: Session, process_id: uuid.UUID) -> Sequence[Interview]:
    """The rounds of a process with people, moves and what was done, the earliest first."""
    return session.scalars(
        select(Interview)
        .where(Interview.process_id == process_id)
        .options(
            selectinload(Interview.people).joinedload(Person.contact),
            selectinload(Interview.moves).joinedload(Move.by),
            selectinload(Interview.status_changes).joinedload(StatusChange.by),
            selectinload(Interview.completions).joinedload(Completion.by),
        )
        .order_by(Interview.starts_at, Interview.id)
    ).all()


def between(viewer: Viewer, start: datetime, end: datetime) -> Select[Interview]:
    """The visible interviews that start from `start` to before `end`, the earliest first."""
    return (
        visible_to(viewer)
        .where(Interview.starts_at >= start, Interview.starts_at < end)
        .options(selectinload(Interview.people).joinedload(Person.contact))
        .order_by(Interview.starts_at, Interview.id)
    )


def upcoming(viewer: Viewer, now: datetime) -> Select[Interview]:
    """Return the visible interviews that are on and have not ended, the earliest first."""
    return (
        visible_to(viewer)
        .where(Interview.status == "planned", Interview.ends_at > now)
        .options(selectinload(Interview.people).joinedload(Person.contact))
        .order_by(Interview.starts_at, Interview.id)
    )


def past_or_off(viewer: Viewer, now: datetime) -> Select[Interview]:
    """Return the visible interviews that have ended, or do not take place, the latest first."""
    return (
        visible_to(viewer)
        .where(or_(Interview.status != "planned", Interview.ends_at <= now))
        .options(selectinload(Interview.people).joinedload(Person.contact))
        .order_by(Interview.starts_at.desc(), Interview.id.desc())
    )


def ahead(session: Session, process_id: uuid.UUID, now: datetime) -> Sequence[Interview]:
    """The planned interviews of a process that have not ended."""
    return session.scalars(
        select(Interview)
        .where(Interview.process_id == process_id, Interview.status == "planned", Interview.ends_at > now)
        .order_by(Interview.starts_at)
    ).all()


def overlapping(
    session: Session, candidate_id: uuid.UUID, starts_at: datetime, ends_at: datetime, apart_from: uuid.UUID | None
) -> Sequence[Interview]:
    """Return the candidate's planned interviews at this time, with their employers, except the one of this id."""
    found = (
        select(Interview)
        .join(Interview.process)
        .where(
            Process.candidate_id == candidate_id,
            Interview.status == "planned",
            Interview.starts_at < ends_at,
            Interview.ends_at > starts_at,
        )
        .options(contains_eager(Interview.process).joinedload(Process.employer))
        .order_by(Interview.starts_at, Interview.id)
    )
    return session.scalars(found if apart_from is None else found.where(Interview.id != apart_from)).all()


def processes_meeting(session: Session, contact_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The processes at whose interviews this contact is met."""
    return session.scalars(
        select(Interview.process_id)
        .join(Person, (Person.agency_id == Interview.agency_id) & (Person.interview_id == Interview.id))
        .where(Person.contact_id == contact_id)
        .distinct()
    ).all()


def from_calendars(session: Session, process_id: uuid.UUID) -> Sequence[Interview]:
    """Return the interviews of the process that were made from an entry of somebody's calendar, the oldest first."""
    return session.scalars(
        select(Interview)
        .where(Interview.process_id == process_id, Interview.calendar_uid.is_not(None))
        .order_by(Interview.id)
    ).all()


def completion(
    session: Session, interview_id: uuid.UUID, kind: str, person_id: uuid.UUID | None = None
) -> Completion | None:
    """The record that this part of the ritual is done, if it is."""
    return session.scalar(
        select(Completion).where(
            Completion.interview_id == interview_id,
            Completion.kind == kind,
            Completion.person_id.is_not_distinct_from(person_id),
        )
    )


def expected_at(session: Session, interview_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID | None, list[tuple[str, bool]]]:
    """By interview, whom they will meet, and whether it is known how to reach them."""
    found: dict[uuid.UUID | None, list[tuple[str, bool]]] = {}
    query = select(Person).where(Person.interview_id.in_(interview_ids)).order_by(Person.id)
    for person in session.scalars(query.options(joinedload(Person.contact).joinedload(Contact.employer))):
        found.setdefault(person.interview_id, []).append((person.contact.name, person.contact.reachable))
    return found
