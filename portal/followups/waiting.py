"""Who waits for which contact's address: one request serves everybody who met that contact, whosever they are."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.accounts.models import Account
from portal.accounts.viewer import Viewer
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, ContactRequest
from portal.core.errors import Missing
from portal.followups.models import Step
from portal.interviews.models import Interview, Person
from portal.processes.models import Process

MEETINGS = 10
_WAITING = and_(Step.kind == "request_contact", Step.state.in_(("open", "upcoming")))


def open_requests(viewer: Viewer) -> Select[ContactRequest]:
    """The requests for which a candidate waits whom the viewer may see, the most urgent first."""
    waited_for = _waits(viewer).with_only_columns(Person.contact_id)
    return _requests().where(ContactRequest.closed_at.is_(None), ContactRequest.contact_id.in_(waited_for))


def closed_requests(viewer: Viewer) -> Select[ContactRequest]:
    """Return the closed requests that the viewer may see, the latest first."""
    return (
        _requests()
        .where(ContactRequest.closed_at.is_not(None))
        .where(or_(_mine(viewer), ContactRequest.contact_id.in_(_asked_for(viewer))))
        .options(joinedload(ContactRequest.answered_by))
        .order_by(None)
        .order_by(ContactRequest.closed_at.desc(), ContactRequest.id)
    )


def request(session: Session, viewer: Viewer, request_id: uuid.UUID) -> ContactRequest:
    """One request, open or answered; raises `Missing` when nobody whom the viewer may see asked for that address."""
    seen = or_(_mine(viewer), ContactRequest.contact_id.in_(_asked_for(viewer)))
    found = session.scalar(_requests().where(ContactRequest.id == request_id, seen))
    if found is None:
        raise Missing("contact request")
    return found


def who_wait(session: Session, viewer: Viewer, rows: Sequence[ContactRequest]) -> dict[uuid.UUID, list[Candidate]]:
    """For the contact of each request, the candidates who wait and whom the viewer may see, by name."""
    found: dict[uuid.UUID, list[Candidate]] = {row.contact_id: [] for row in rows}
    query = (
        _waits(viewer)
        .where(Person.contact_id.in_(found))
        .with_only_columns(Person.contact_id, Candidate)
        .join(Process.candidate)
        .options(joinedload(Candidate.recruiter))
        .order_by(Candidate.name, Candidate.id)
    )
    for contact_id, candidate in session.execute(query):
        if candidate not in found[contact_id]:
            found[contact_id].append(candidate)
    return found


def waiting_for(session: Session, contact_id: uuid.UUID) -> Sequence[Candidate]:
    """Everybody who waits for this contact's address, for the portal's own work: who shows them asks as a viewer."""
    return session.scalars(
        select(Candidate)
        .join(Process, (Process.agency_id == Candidate.agency_id) & (Process.candidate_id == Candidate.id))
        .join(Step, (Step.agency_id == Process.agency_id) & (Step.process_id == Process.id))
        .join(Person, (Person.agency_id == Step.agency_id) & (Person.id == Step.person_id))
        .where(Person.contact_id == contact_id, _WAITING)
        .order_by(Candidate.name, Candidate.id)
        .distinct()
    ).all()


def looked_after(session: Session, request_ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Of these requests, those whose candidate has a recruiter who still works here: they are told by mail."""
    query = (
        select(ContactRequest.id)
        .join(ContactRequest.candidate)
        .join(Candidate.recruiter)
        .where(ContactRequest.id.in_(request_ids), Account.deactivated_at.is_(None))
    )
    return set(session.scalars(query))


def meetings(session: Session, viewer: Viewer, contact_id: uuid.UUID) -> Sequence[Person]:
    """Where the contact was met or is expected, at interviews that the viewer may see, the latest first."""
    return session.scalars(
        select(Person)
        .join(Person.interview)
        .join(Interview.process)
        .where(Person.contact_id == contact_id, Process.candidate_id.in_(candidates.visible_ids(viewer)))
        .options(contains_eager(Person.interview).contains_eager(Interview.process).joinedload(Process.candidate))
        .order_by(Interview.starts_at.desc(), Person.id)
        .limit(MEETINGS)
    ).all()


def _requests() -> Select[ContactRequest]:
    return (
        select(ContactRequest)
        .options(
            joinedload(ContactRequest.contact).joinedload(Contact.employer),
            joinedload(ContactRequest.taken_by),
            joinedload(ContactRequest.asked_hr_by),
        )
        .order_by(ContactRequest.target_at, ContactRequest.id)
    )


def _asked_for(viewer: Viewer) -> Select[uuid.UUID]:
    """Return the contacts whose details somebody whom the viewer may see asked for."""
    return (
        select(Person.contact_id)
        .join(Person.interview)
        .join(Interview.process)
        .where(Person.contact_requested_at.is_not(None), Process.candidate_id.in_(candidates.visible_ids(viewer)))
    )


def _mine(viewer: Viewer) -> ColumnElement[bool]:
    return ContactRequest.candidate_id.in_(candidates.visible_ids(viewer))


def _waits(viewer: Viewer) -> Select[Step]:
    return (
        select(Step)
        .join(Step.person)
        .join(Step.process)
        .where(_WAITING)
        .where(Process.candidate_id.in_(candidates.visible_ids(viewer)))
    )
