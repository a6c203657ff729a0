"""The email to a candidate about what someone else changed about their interview (docs/rules.md#change-notices).

One email covers every change up to the moment it is sent: it compares the interview then with what the candidate knew
before the first of them. The candidate's own changes send none.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import acting
from portal.accounts import queries as accounts
from portal.accounts.rules import CANDIDATE
from portal.agencies.emails import write_email
from portal.candidates.models import Candidate
from portal.contacts.models import Contact
from portal.core.command import Command
from portal.interviews import calendar_entry, task_links
from portal.interviews.change_rules import Changes, KnownInterview, changes_between, is_worth_telling
from portal.interviews.email_details import interview_details
from portal.interviews.models import Interview, InterviewNotice
from portal.interviews.task_links import Target
from portal.messaging import actions as messages
from portal.messaging.kinds import Attachment, Content, Drop, MailKind, Send
from portal.messaging.models import OutgoingMessage
from portal.names.rules import first_name

KIND = "interview-change"


def before_change(command: Command, interview: Interview) -> None:
    """Queue the email about a change that is to follow in this transaction, unless one that will cover it is queued.

    Nothing is queued for the candidate's own change, before they were invited, and for an interview that was recorded
    at this same moment.
    """
    candidate = interview.application.candidate
    is_news = command.by.role != CANDIDATE and interview.recorded_at != command.now
    if not is_news or candidate.invited_at is None or is_queued(command.session, interview):
        return
    known = known_interview(interview)
    notice = InterviewNotice(
        interview_id=interview.id,
        at=command.now,
        by_id=command.by.account_id,
        **{name: value for name, value in vars(known).items() if name != "people"},
        people=sorted(known.people),
    )
    command.session.add(notice)
    command.session.flush()
    payload = {"notice": str(notice.id)}
    messages.enqueue_now(command.session, candidate, kind=KIND, key=_key(notice), payload=payload, now=command.now)


def is_queued(session: Session, interview: Interview) -> bool:
    """Return whether an email about this interview waits: it will say what changed up to then."""
    latest = select(InterviewNotice).where(InterviewNotice.interview_id == interview.id)
    notice = session.scalar(latest.order_by(InterviewNotice.at.desc(), InterviewNotice.id.desc()).limit(1))
    if notice is None:
        return False
    queued = select(OutgoingMessage.id).where(OutgoingMessage.key == _key(notice), OutgoingMessage.state == "queued")
    return session.scalar(queued.with_for_update(skip_locked=True)) is not None


def known_interview(interview: Interview) -> KnownInterview:
    """Return what the candidate sees of the interview now."""
    return KnownInterview(
        interview.starts_at,
        interview.ends_at,
        interview.time_zone,
        interview.place,
        interview.link,
        interview.status == "planned",
        frozenset(str(row.contact_id) for row in interview.people),
    )


def _key(notice: InterviewNotice) -> str:
    return f"{KIND}:{notice.id}"


def _recheck(session: Session, message: OutgoingMessage, now: datetime) -> Send | Drop:
    notice = session.get(InterviewNotice, (message.agency_id, uuid.UUID(message.payload["notice"])))
    if notice is None:
        return Drop("gone")
    interview = notice.interview
    if interview.application.candidate.invited_at is None:
        return Drop("not_invited")
    before, known = notice.known, known_interview(interview)
    changes = changes_between(before, known)
    if not changes or not is_worth_telling(before, known, now):
        return Drop("nothing_left")
    return Send({"notice": notice, "changes": changes})


def _render(session: Session, message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    notice: InterviewNotice = values["notice"]
    changes: Changes = values["changes"]
    interview, candidate = notice.interview, notice.interview.application.candidate
    by = accounts.find_active(session, notice.by_id) if notice.by_id else None
    file = _calendar_file(session, interview, candidate, now)
    content = write_email(
        session,
        KIND,
        name=message.to_name,
        zone=candidate.time_zone,
        locale=candidate.locale,
        now=now,
        answers=acting.reply_reader(session, candidate, now),
        codes=changes.codes,
        by=first_name(by.name) if by else None,
        before=notice.known,
        interview=interview_details(interview),
        ends_at=interview.ends_at,
        added=_names(session, changes.added),
        removed=_names(session, changes.removed),
        reason=interview.status_reason if "canceled" in changes.codes else None,
        has_file=file is not None,
        link=task_links.url(session, Target(candidate.id, interview.id, f"/interviews/{interview.id}"), now),
    )
    return content.with_attachment(file) if file else content


def _names(session: Session, contacts: frozenset[str]) -> list[str]:
    found = select(Contact.name).where(Contact.id.in_([uuid.UUID(one) for one in contacts])).order_by(Contact.name)
    return list(session.scalars(found)) if contacts else []


def _calendar_file(session: Session, interview: Interview, candidate: Candidate, now: datetime) -> Attachment | None:
    """Return the portal's own entry; None where the employer's invitation is in the calendar, or no file can hold it.

    No one else's entry is ever changed: its organizer alone may.
    """
    if interview.calendar_uid is not None:
        return None
    entry = calendar_entry.build_entry(interview, calendar_entry.organizer(session), now)
    try:
        data = calendar_entry.to_ics(entry, attendee=calendar_entry.Participant(candidate.name, candidate.email))
    except calendar_entry.InvalidEntry:
        return None
    return Attachment("interview.ics", data, "CANCEL" if entry.cancelled else "REQUEST")


KINDS = (MailKind(KIND, "candidate", _recheck, _render),)
"""Registered by the app factory."""
