"""The emails about notes that wait: to the recruiter who reviews them, and to the candidate about the decision."""

import uuid
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.accounts import acting
from portal.agencies import links
from portal.agencies import queries as agencies
from portal.agencies.emails import ReplyRecipient, write_email
from portal.approvals import queries, rules
from portal.approvals.models import Approval
from portal.followups.rules.policy import quiet_hours
from portal.interviews import task_links
from portal.interviews.email_details import interview_details
from portal.interviews.task_links import Target
from portal.messaging import actions as messages
from portal.messaging.kinds import Content, Drop, MailKind, Send, Wait
from portal.messaging.models import OutgoingMessage
from portal.names.rules import first_name
from portal.notes import actions as notes
from portal.notes.notifications import enqueue_notification

REQUESTED, RETURNED, APPROVED = "approval", "note-returned", "note-approved"


def enqueue_request(session: Session, row: Approval, now: datetime) -> None:
    """Queue an email to the candidate's recruiter, or to the one who answers for them; none where no one does."""
    application = row.note.interview.application
    recruiter = acting.acting_colleague(session, application.candidate, now)
    if recruiter is None:
        return
    messages.enqueue(
        session,
        kind=REQUESTED,
        key=f"{REQUESTED}:{row.id}",
        to_name=recruiter.name,
        to_email=recruiter.email,
        payload={"approval": str(row.id), "zone": recruiter.time_zone, "locale": recruiter.locale},
        about_id=recruiter.id,
        queue="due",
        due_at=now,
        now=now,
    )


def enqueue_decision(session: Session, row: Approval, kind: str, now: datetime) -> None:
    """Queue an email of this kind that tells the candidate what became of their note."""
    enqueue_notification(session, row.note, kind, row.id, {"approval": str(row.id)}, now)


def _recheck_request(session: Session, message: OutgoingMessage, now: datetime) -> Send | Wait | Drop:
    row = queries.find_approval(session, uuid.UUID(message.payload["approval"]))
    if row is None or row.decided_at is not None:
        return Drop("decided")
    recipient = acting.acting_colleague(session, row.note.interview.application.candidate, now)
    if recipient is not None and recipient.id != message.about_id:  # someone went away or came back since
        messages.redirect(message, recipient.id, recipient.name, recipient.email)
        message.payload = {**message.payload, "zone": recipient.time_zone, "locale": recipient.locale}
    return _outside_quiet_hours(session, message, row, now)


def _recheck_returned(session: Session, message: OutgoingMessage, now: datetime) -> Send | Wait | Drop:
    row = queries.find_approval(session, uuid.UUID(message.payload["approval"]))
    if row is None or row.decision != rules.RETURNED or queries.last_approval_of(session, row.note_id) != row:
        return Drop("decided")
    return _outside_quiet_hours(session, message, row, now)


def _recheck_approved(session: Session, message: OutgoingMessage, now: datetime) -> Send | Wait | Drop:
    row = queries.find_approval(session, uuid.UUID(message.payload["approval"]))
    if row is None or not row.note.is_approved or queries.last_approval_of(session, row.note_id) != row:
        return Drop("decided")
    if notes.is_step_done(session, row.note):
        return Drop("done_already")
    return _outside_quiet_hours(session, message, row, now)


def _outside_quiet_hours(session: Session, message: OutgoingMessage, row: Approval, now: datetime) -> Send | Wait:
    zone, quiet = ZoneInfo(message.payload["zone"]), quiet_hours(agencies.profile(session).policy)
    return Wait(quiet.end_of(now, zone)) if quiet.covers(now, zone) else Send({"row": row})


def _render_request(session: Session, message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    row: Approval = values["row"]
    candidate = row.note.interview.application.candidate
    link = links.absolute_url(session, f"/approvals/{row.id}")
    return _content(session, message, row, link, now, candidate)


def _render_decision(session: Session, message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    row: Approval = values["row"]
    path = f"/notes/{row.note_id}"
    if row.means == rules.CARD:
        path = f"/notes/{row.note_id}/card"
    elif row.decision == rules.APPROVED:
        path = f"/notes/{row.note_id}/sending"
    recruiter = acting.reply_reader(session, row.note.interview.application.candidate, now)
    target = Target(row.note.interview.application.candidate_id, row.note.interview_id, path, row.note.person_id)
    return _content(session, message, row, task_links.url(session, target, now), now, recruiter)


def _content(
    session: Session,
    message: OutgoingMessage,
    row: Approval,
    link: str,
    now: datetime,
    answers: ReplyRecipient | None,
) -> Content:
    application = row.note.interview.application
    return write_email(
        session,
        message.kind,
        name=message.to_name,
        zone=message.payload["zone"],
        locale=message.payload["locale"],
        now=now,
        answers=answers,
        candidate=application.candidate.name,
        writer=first_name(application.candidate.name),
        to=row.note.to_name,
        employer=application.employer.name,
        interview=interview_details(row.note.interview),
        kind=row.kind,
        means=row.means,
        target_at=row.target_at,
        letter=row.body,
        words=row.words,
        suggested=row.suggested_body is not None,
        decided_by=first_name(row.decided_by.name) if row.decided_by else agencies.profile(session).name,
        link=link,
        **acting.covered(application.candidate, message.about_id, now),
    )


KINDS = (
    MailKind(REQUESTED, "recruiter", _recheck_request, _render_request),
    MailKind(RETURNED, "candidate", _recheck_returned, _render_decision),
    MailKind(APPROVED, "candidate", _recheck_approved, _render_decision),
)
"""Registered by the application factory."""
