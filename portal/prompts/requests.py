"""Telling recruiters that somebody waits for an address: bundled, in working hours."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import Account
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, ContactRequest
from portal.followups.agency_time import after_working_hours
from portal.interviews.models import Interview, Person
from portal.messaging import actions as messages
from portal.messaging.models import Message

KIND = "contact-request"
BUNDLED_OVER = timedelta(minutes=15)


def tell(session: Session, touched: set[uuid.UUID], now: datetime) -> None:
    """Each recruiter whose candidates wait for an address not told of yet has one mail waiting for them."""
    recruiters = session.scalars(
        select(Account)
        .where(Account.id.in_(_untold().where(_about(touched)).with_only_columns(Candidate.recruiter_id)))
        .where(Account.deactivated_at.is_(None))
    ).all()
    for recruiter in recruiters:
        if not _has_mail_waiting(session, recruiter.id):
            _put(session, recruiter, now)


def untold(session: Session, recruiter_id: uuid.UUID) -> Sequence[ContactRequest]:
    """The requests of this recruiter's candidates that nobody took and no mail has told of, the most urgent first."""
    return session.scalars(
        _untold()
        .where(Candidate.recruiter_id == recruiter_id)
        .options(joinedload(ContactRequest.contact).joinedload(Contact.employer), joinedload(ContactRequest.candidate))
        .order_by(ContactRequest.target_at, ContactRequest.id)
    ).all()


def _put(session: Session, recruiter: Account, now: datetime) -> None:
    first = untold(session, recruiter.id)[0]
    messages.enqueue(
        session,
        kind=KIND,
        key=f"{KIND}:{recruiter.id}:{first.id}",
        to_name=recruiter.name,
        to_email=recruiter.email,
        payload={"recruiter": str(recruiter.id)},
        about_id=recruiter.id,
        queue="due",
        due_at=after_working_hours(session, now + BUNDLED_OVER, 0),
        now=now,
    )


def _untold() -> Select[ContactRequest]:
    return (
        select(ContactRequest)
        .join(ContactRequest.candidate)
        .where(ContactRequest.closed_at.is_(None), ContactRequest.told_at.is_(None))
        .where(ContactRequest.taken_by_id.is_(None))
    )


def _about(touched: set[uuid.UUID]) -> ColumnElement[bool]:
    return ContactRequest.contact_id.in_(
        select(Person.contact_id)
        .join(Interview, (Interview.agency_id == Person.agency_id) & (Interview.id == Person.interview_id))
        .where(Interview.process_id.in_(touched))
    )


def _has_mail_waiting(session: Session, recruiter_id: uuid.UUID) -> bool:
    query = select(Message.id).where(
        Message.kind == KIND, Message.about_id == recruiter_id, Message.state.in_(("queued", "claimed"))
    )
    return session.scalar(query.limit(1)) is not None
