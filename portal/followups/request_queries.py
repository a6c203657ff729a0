"""Queries for contact requests and who waits for them: one request serves every candidate who met the contact."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import Account
from portal.accounts.viewer import Viewer
from portal.applications.models import Application
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, ContactRequest
from portal.core.db import is_row
from portal.core.errors import NotFound
from portal.followups.models import ContactWait
from portal.interviews.models import Interview, InterviewPerson


def open_requests_visible_to(viewer: Viewer) -> Select[ContactRequest]:
    """Return the query for open requests that a candidate the viewer may see waits for, the most urgent first."""
    waiting = _waits(viewer).with_only_columns(ContactWait.contact_id)
    return _requests().where(ContactRequest.closed_at.is_(None), ContactRequest.contact_id.in_(waiting))


def closed_requests_visible_to(viewer: Viewer) -> Select[ContactRequest]:
    """Return the query for closed requests that the viewer may see, the latest first."""
    return (
        _requests()
        .where(ContactRequest.closed_at.is_not(None))
        .where(_is_visible(viewer))
        .options(joinedload(ContactRequest.answered_by))
        .order_by(None)
        .order_by(ContactRequest.closed_at.desc(), ContactRequest.id)
    )


def get_request(session: Session, viewer: Viewer, request_id: uuid.UUID) -> ContactRequest:
    """Return a request, open or closed; raise `NotFound` unless it is for a candidate that the viewer may see."""
    found = session.scalar(_requests().where(ContactRequest.id == request_id, _is_visible(viewer)))
    if found is None:
        raise NotFound("contact request")
    return found


def visible_requests(session: Session, viewer: Viewer, ids: Collection[uuid.UUID]) -> Sequence[uuid.UUID]:
    """Return the ids of those of these requests that the viewer may see, open or closed."""
    return session.scalars(select(ContactRequest.id).where(ContactRequest.id.in_(ids), _is_visible(viewer))).all()


def waiting_candidates_by_contact(
    session: Session, viewer: Viewer, rows: Sequence[ContactRequest]
) -> dict[uuid.UUID, list[Candidate]]:
    """Return, by each request's contact, the waiting candidates that the viewer may see, by name."""
    found: dict[uuid.UUID, list[Candidate]] = {row.contact_id: [] for row in rows}
    query = (
        _waits(viewer)
        .where(ContactWait.contact_id.in_(found))
        .with_only_columns(ContactWait.contact_id, Candidate)
        .join(Candidate, is_row(ContactWait.candidate_id, Candidate))
        .options(joinedload(Candidate.recruiter))
        .order_by(Candidate.name, Candidate.id)
    )
    for contact_id, candidate in session.execute(query):
        if candidate not in found[contact_id]:
            found[contact_id].append(candidate)
    return found


def waiting_candidates(viewer: Viewer) -> Select[Candidate]:
    """Return the query for visible candidates who wait for contact info, once for each person, to narrow it further."""
    return select(Candidate).join(ContactWait, is_row(ContactWait.candidate_id, Candidate)).where(_is_theirs(viewer))


def waiting_meetings(session: Session, viewer: Viewer, contact_id: uuid.UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return each visible candidate's meeting with a contact for whose info they wait, the latest first.

    The columns are the candidate's name, the application's id, when the interview started, and the person's id.
    """
    query = (
        _waits(viewer)
        .where(ContactWait.contact_id == contact_id)
        .join(Candidate, is_row(ContactWait.candidate_id, Candidate))
        .join(InterviewPerson, is_row(ContactWait.id, InterviewPerson))
        .join(InterviewPerson.interview)
        .with_only_columns(
            Candidate.name,
            Interview.application_id,
            Interview.starts_at,
            InterviewPerson.id.label("person_id"),
        )
        .order_by(Interview.starts_at.desc(), Candidate.name, InterviewPerson.id)
    )
    return session.execute(query).all()


def candidates_waiting_for(session: Session, contact_id: uuid.UUID) -> Sequence[Candidate]:
    """Return all candidates who wait for this contact's info, visible or not: only for the portal's own work."""
    return session.scalars(
        select(Candidate)
        .join(ContactWait, is_row(ContactWait.candidate_id, Candidate))
        .where(ContactWait.contact_id == contact_id)
        .order_by(Candidate.name, Candidate.id)
        .distinct()
    ).all()


def requests_with_active_recruiter(session: Session, request_ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of these requests where the candidate has an active recruiter, who gets an email about it."""
    query = (
        select(ContactRequest.id)
        .join(ContactRequest.candidate)
        .join(Candidate.recruiter)
        .where(ContactRequest.id.in_(request_ids), Account.deactivated_at.is_(None))
    )
    return set(session.scalars(query))


def _requests() -> Select[ContactRequest]:
    return (
        select(ContactRequest)
        .options(
            joinedload(ContactRequest.contact).joinedload(Contact.employer),
            joinedload(ContactRequest.candidate),
            joinedload(ContactRequest.claimed_by),
            joinedload(ContactRequest.asked_hr_by),
        )
        .order_by(ContactRequest.target_at, ContactRequest.id)
    )


def _contacts_requested(viewer: Viewer) -> Select[uuid.UUID]:
    """Return the query for the ids of contacts requested for a candidate that the viewer may see."""
    return (
        select(InterviewPerson.contact_id)
        .join(InterviewPerson.interview)
        .join(Interview.application)
        .where(
            InterviewPerson.contact_requested_at.is_not(None),
            candidates.is_visible(Application.candidate_id, viewer),
        )
    )


def _is_visible(viewer: Viewer) -> ColumnElement[bool]:
    return or_(
        ContactRequest.candidate_id.in_(candidates.visible_ids(viewer)),
        ContactRequest.contact_id.in_(_contacts_requested(viewer)),
    )


def _waits(viewer: Viewer) -> Select[ContactWait]:
    return select(ContactWait).where(_is_theirs(viewer))


def _is_theirs(viewer: Viewer) -> ColumnElement[bool]:
    return candidates.is_in_scope(viewer, ContactWait.recruiter_id, ContactWait.office_id)
