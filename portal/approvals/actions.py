"""What is done with a note that is ready: sent, handed in for approval, or handed over to be passed on."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.approvals import mails, queries, rules
from portal.approvals.models import Approval
from portal.audit import actions as audit
from portal.audit.actions import By
from portal.core.errors import N_, Refused
from portal.core.transaction import touch
from portal.followups.agency_time import after_working_hours
from portal.messaging.models import Message
from portal.notes import actions as notes
from portal.notes import versions
from portal.notes.models import Note


def dispatch(session: Session, note: Note, at: datetime | None, *, by: By, now: datetime) -> Message | Approval:
    """The note goes its way: it is sent, at `at` or right away, or a recruiter is asked first.

    Raises what `notes.actions.send` raises, and `Refused` at `at` for a time outside the window of its step.
    """
    if at is not None and not queries.window_of(session, note, now).holds(at):
        raise Refused(N_("A note goes out at a time ahead, and while it is still of use."), field="at")
    way = queries.way_of(session, note, by)
    if way == rules.SEND:
        return notes.send(session, note, at=at, by=by, now=now)
    return _hand_in(session, note, rules.APPROVE if way == rules.ASK else rules.PASS_ON, at, by=by, now=now)


def withdraw(session: Session, row: Approval, *, by: By, now: datetime) -> None:
    """The note is the candidate's again; raises `Refused` once it was decided."""
    _decide(session, row, rules.WITHDRAWN, by=by, now=now)


def approve(session: Session, row: Approval, *, by: By, now: datetime) -> Message:
    """The note goes out as it was handed in, when it was to, or right away where that is over."""
    if (row.note.subject, row.note.body) != (row.subject, row.body):
        raise Refused(N_("The note was changed meanwhile. Look at it again."))
    if row.kind != rules.APPROVE:
        raise Refused(N_("This employer has notes passed on. Pass it on yourself, then say so."))
    _decide(session, row, rules.APPROVED, by=by, now=now)
    at = row.send_at if row.send_at and row.send_at > now else None
    return notes.send(session, row.note, at=at, by=by, now=now)


def give_back(
    session: Session, row: Approval, subject: str, body: str, words: str | None, *, by: By, now: datetime
) -> None:
    """The note is the candidate's again, with the recruiter's words, and how it might read where that differs.

    Raises `Refused` at `words` when nothing was said and nothing differs.
    """
    differs = (subject, body) != (row.subject, row.body)
    if not differs and not words:
        raise Refused(N_("Change something in it, or say what should change."), field="words")
    row.words = words or None
    if differs:
        row.suggested_subject, row.suggested_body = subject, body
    _decide(session, row, rules.RETURNED, by=by, now=now)
    mails.tell(session, row, now)


def passed_on(session: Session, row: Approval, *, by: By, now: datetime) -> None:
    """The recruiter has passed the note on: that step is done, and the candidate gets a copy."""
    if row.kind != rules.PASS_ON:
        raise Refused(N_("This note goes out by the portal once it is approved."))
    _decide(session, row, rules.PASSED_ON, by=by, now=now)
    notes.passed_on(session, row.note, by=by, now=now)


def take_over(session: Session, row: Approval, *, by: By, now: datetime) -> None:
    """The note reads as the recruiter suggested; how it read until now is kept."""
    if row.suggested_body is None or row.suggested_subject is None:
        raise Refused(N_("There is no suggestion to take over."))
    notes.refuse_on_its_way(row.note)
    versions.keep(session, row.note, "typed", by=by, now=now)
    notes.save(session, row.note, row.suggested_subject, row.suggested_body, by=by, now=now)


def _hand_in(session: Session, note: Note, kind: str, at: datetime | None, *, by: By, now: datetime) -> Approval:
    notes.refuse_unready(session, note, now)
    row = Approval(
        note_id=note.id,
        kind=kind,
        asked_at=now,
        asked_by_id=by.account_id,
        target_at=after_working_hours(session, now, rules.TARGET_HOURS),
        send_at=at,
        subject=note.subject,
        body=note.body,
    )
    session.add(row)
    session.flush()
    audit.change(session, f"approval.ask.{kind}", note, {"handed_in_at": now}, by=by, now=now)
    mails.ask(session, row, now)
    return row


def _decide(session: Session, row: Approval, decision: str, *, by: By, now: datetime) -> None:
    session.refresh(row, ["decided_at"], with_for_update={"of": Approval})
    if row.decided_at is not None:
        raise Refused(N_("Somebody has decided about this note already."))
    values = {"decision": decision, "decided_at": now, "decided_by_id": by.account_id}
    audit.change(session, f"approval.{decision}", row, values, by=by, now=now)
    audit.change(session, "note.give_back", row.note, {"handed_in_at": None}, by=by, now=now)
    touch(session, row.note.interview.process_id)
