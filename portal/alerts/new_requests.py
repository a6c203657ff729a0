"""Emails to recruiters about new contact requests: bundled, and sent in working hours."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import Account
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, ContactRequest
from portal.followups.agency_time import add_office_working_hours
from portal.interviews.models import Interview, InterviewPerson
from portal.messaging import actions as messages
from portal.messaging.models import OutgoingMessage

KIND = "contact-request"
BUNDLING_DELAY = timedelta(minutes=15)


def enqueue_alerts(session: Session, touched: set[uuid.UUID], now: datetime) -> None:
    """Queue one email to each recruiter with unannounced requests from these applications, unless one already waits."""
    recruiters = session.scalars(
        select(Account)
        .where(
            Account.id.in_(_unannounced().where(_about_applications(touched)).with_only_columns(Candidate.recruiter_id))
        )
        .where(Account.deactivated_at.is_(None))
    ).all()
    for recruiter in recruiters:
        if not _has_mail_waiting(session, recruiter.id):
            _enqueue_alert(session, recruiter, now)


def unannounced_requests(session: Session, recruiter_id: uuid.UUID) -> Sequence[ContactRequest]:
    """Return this recruiter's requests that no one claimed and no email announced, the most urgent first."""
    return session.scalars(
        _unannounced()
        .where(Candidate.recruiter_id == recruiter_id)
        .options(joinedload(ContactRequest.contact).joinedload(Contact.employer), joinedload(ContactRequest.candidate))
        .order_by(ContactRequest.target_at, ContactRequest.id)
    ).all()


def _enqueue_alert(session: Session, recruiter: Account, now: datetime) -> None:
    first = unannounced_requests(session, recruiter.id)[0]
    messages.enqueue(
        session,
        kind=KIND,
        key=f"{KIND}:{recruiter.id}:{first.id}",
        to_name=recruiter.name,
        to_email=recruiter.email,
        payload={"recruiter": str(recruiter.id)},
        about_id=recruiter.id,
        queue="due",
        due_at=add_office_working_hours(session, recruiter.office_id, now + BUNDLING_DELAY, 0),
        now=now,
    )


def _unannounced() -> Select[ContactRequest]:
    return (
        select(ContactRequest)
        .join(ContactRequest.candidate)
        .where(ContactRequest.closed_at.is_(None), ContactRequest.recruiter_notified_at.is_(None))
        .where(ContactRequest.claimed_by_id.is_(None))
    )


def _about_applications(touched: set[uuid.UUID]) -> ColumnElement[bool]:
    return ContactRequest.contact_id.in_(
        select(InterviewPerson.contact_id)
        .join(
            Interview,
            (Interview.agency_id == InterviewPerson.agency_id) & (Interview.id == InterviewPerson.interview_id),
        )
        .where(Interview.application_id.in_(touched))
    )


def _has_mail_waiting(session: Session, recruiter_id: uuid.UUID) -> bool:
    query = select(OutgoingMessage.id).where(
        OutgoingMessage.kind == KIND,
        OutgoingMessage.about_id == recruiter_id,
        OutgoingMessage.state.in_(("queued", "claimed")),
    )
    return session.scalar(query.limit(1)) is not None
