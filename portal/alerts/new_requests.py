"""Emails to recruiters, or who fills in for them, about new contact requests: bundled, and sent in working hours."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts import acting
from portal.accounts.models import Account
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, ContactRequest
from portal.followups.agency_time import add_office_working_hours
from portal.interviews.models import Interview, InterviewPerson
from portal.messaging import actions as messages
from portal.messaging.kinds import Drop, Send
from portal.messaging.models import OutgoingMessage

KIND = "contact-request"
BUNDLING_DELAY = timedelta(minutes=15)
RequestsByAccount = Mapping[Account, Sequence[ContactRequest]]


def enqueue_alerts(session: Session, touched: set[uuid.UUID], now: datetime) -> None:
    """Queue one email for each recruiter with unannounced requests from these applications, unless one already waits.

    While the recruiter is away, it goes to those who act for them.
    """
    recruiters = session.scalars(
        select(Account)
        .where(
            Account.id.in_(_unannounced().where(_about_applications(touched)).with_only_columns(Candidate.recruiter_id))
        )
        .where(Account.deactivated_at.is_(None))
    ).all()
    for recruiter in recruiters:
        due = _due_at(session, recruiter, now)
        if recruiter.is_away(due) or not _has_mail_waiting(session, recruiter, recruiter):
            enqueue_requests(session, recruiter, group_requests(session, recruiter, due), now)


def enqueue_requests(
    session: Session, recruiter: Account, groups: RequestsByAccount, now: datetime, again: str = ""
) -> None:
    """Queue an email to each of these accounts about these requests, unless one already waits.

    `again` tells apart an email about requests that one was queued for before.
    """
    for recipient, rows in groups.items():
        if _has_mail_waiting(session, recruiter, recipient):
            continue
        messages.enqueue(
            session,
            kind=KIND,
            key=f"{KIND}:{recipient.id}:{rows[0].id}{again}",
            to_name=recipient.name,
            to_email=recipient.email,
            payload={"recruiter": str(recruiter.id)},
            about_id=recipient.id,
            queue="due",
            due_at=_due_at(session, recipient, now),
            now=now,
        )


def group_requests(session: Session, recruiter: Account, at: datetime) -> RequestsByAccount:
    """Return the recruiter's requests that no one claimed and no email announced, by who acts for them at `at`.

    The most urgent come first.
    """
    rows = session.scalars(
        _unannounced()
        .where(Candidate.recruiter_id == recruiter.id)
        .options(joinedload(ContactRequest.contact).joinedload(Contact.employer))
        .options(joinedload(ContactRequest.candidate).joinedload(Candidate.recruiter))
        .order_by(ContactRequest.target_at, ContactRequest.id)
    ).all()
    acts = acting.acting_colleagues(session, [row.candidate for row in rows], at)
    groups: dict[Account, list[ContactRequest]] = {}
    for row in rows:
        recipient = acts[row.candidate_id]
        if recipient is not None:
            groups.setdefault(recipient, []).append(row)
    return groups


def recheck(session: Session, message: OutgoingMessage, now: datetime) -> Send | Drop:
    """Decide whether the email is still wanted, and by whom: someone may have gone away or come back since."""
    recruiter = session.scalar(select(Account).where(Account.id == uuid.UUID(message.payload["recruiter"])))
    if recruiter is None or recruiter.deactivated_at is not None:
        return Drop("deactivated")
    groups = dict(group_requests(session, recruiter, now))
    if not groups:
        return Drop("nothing_left")
    recipient = next((one for one in groups if one.id == message.about_id), None) or next(iter(groups))
    if recipient.id != message.about_id:
        messages.redirect(message, recipient.id, recipient.name, recipient.email)
    waiting = groups.pop(recipient)
    enqueue_requests(session, recruiter, groups, now, again=f":{message.id}")
    return Send({"recipient": recipient, "waiting": waiting})


def _due_at(session: Session, recipient: Account, now: datetime) -> datetime:
    return add_office_working_hours(session, recipient.office_id, now + BUNDLING_DELAY, 0)


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


def _has_mail_waiting(session: Session, recruiter: Account, recipient: Account) -> bool:
    query = select(OutgoingMessage.id).where(
        OutgoingMessage.kind == KIND,
        OutgoingMessage.about_id == recipient.id,
        OutgoingMessage.payload["recruiter"].astext == str(recruiter.id),
        OutgoingMessage.state.in_(("queued", "claimed")),
    )
    return session.scalar(query.limit(1)) is not None
