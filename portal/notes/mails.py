"""The emails that notes go out as: the note to the person met, and a copy to the writer."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts import acting
from portal.agencies.emails import write_email_to
from portal.core.command import PORTAL, Actor, Command
from portal.core.transaction import touch
from portal.interviews.disclosure import disclosure_for_candidate
from portal.interviews.email_details import interview_details
from portal.messaging.kinds import Content, Drop, MailKind, Send
from portal.messaging.models import OutgoingMessage
from portal.messaging.rules import RETURNED
from portal.notes import actions, cancellation, follow_up_eligibility, queries
from portal.notes.models import Note, SentNote
from portal.notes.rules import ADDRESS_CHANGED, ADDRESS_GONE, NOT_HELD, NOT_MET, address_problem, find_faults

NOTE_KINDS = ("note", "follow-up")
"""The kinds of emails that are notes: they are sent again on the page of their note."""


def _recheck(session: Session, message: OutgoingMessage, now: datetime) -> Send | Drop:
    note = queries.note_of_message(session, message.id)
    if note is None:
        return Drop("undone")
    if reason := address_problem(message.to_email, note.to_email):
        return Drop(reason)
    if note.obstacle:
        return Drop(note.obstacle)
    if find_faults(note.subject, note.body):
        return Drop("not_ready")
    if actions.is_step_done(session, note):
        return Drop("done_already")
    if note.kind == "follow_up" and follow_up_eligibility.ineligibility_reason(session, note.interview, now):
        return Drop("no_follow_up")
    return Send({"note": note})


def _render(_session: Session, _message: OutgoingMessage, values: dict[str, Any], _now: datetime) -> Content:
    note: Note = values["note"]
    candidate = note.interview.application.candidate
    return Content(
        note.subject,
        note.body.strip() + "\n",
        None,
        from_name=candidate.name,
        reply_to=(candidate.name, candidate.email),
        automatic=False,
    )


def _after_outcome(session: Session, message: OutgoingMessage, now: datetime) -> None:
    note = queries.note_of_message(session, message.id)
    if note is None:
        return
    if message.state != "sent":
        touch(session, note.interview.application_id)
    if (message.outcome or "").startswith(RETURNED):
        actions.record_returned(Command(session, PORTAL, now), note)
        cancellation.notify_not_sent(session, note, message, now)
    if message.outcome in (ADDRESS_CHANGED, ADDRESS_GONE, NOT_HELD, NOT_MET):
        cancellation.notify_not_sent(session, note, message, now)
    if message.state == "sent":
        account = message.payload.get("by")
        by = Actor("account", uuid.UUID(account)) if account and account != "None" else PORTAL
        actions.record_accepted(Command(session, by, now), note)


def _recheck_copy(session: Session, message: OutgoingMessage, _now: datetime) -> Send | Drop:
    note = queries.find_note(session, uuid.UUID(message.payload["note"]))
    kept = queries.last_sent_note(session, note.id) if note is not None else None
    return Send({"note": note, "sent": kept}) if kept is not None else Drop("note_gone")


def _render_copy(session: Session, message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    note: Note = values["note"]
    kept: SentNote = values["sent"]
    candidate = note.interview.application.candidate
    return write_email_to(
        session,
        message.kind,
        candidate,
        now=now,
        answers=acting.reply_reader(session, candidate, now),
        to=kept.to_name,
        to_email=_visible_email(session, note, kept),
        employer=note.interview.application.employer.name,
        interview=interview_details(note.interview),
        note_subject=kept.subject,
        body=kept.body,
        passed_on=kept.means == "passed_on",
    )


def _visible_email(session: Session, note: Note, kept: SentNote) -> str:
    """Return where the note went, unless its writer may not see that address (docs/rules.md#disclosure)."""
    contact, email = note.person.contact, kept.to_email or ""
    disclosed = disclosure_for_candidate(session, note.interview.application.candidate)
    return email if disclosed.may_see(contact, "email", email) else ""


KINDS = (
    MailKind("note", "contact", _recheck, _render, _after_outcome),
    MailKind("follow-up", "contact", _recheck, _render, _after_outcome),
    MailKind("note-copy", "candidate", _recheck_copy, _render_copy),
)
"""Registered by the app factory."""
