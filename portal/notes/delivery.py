"""What follows once a note has gone out by any means: complete its step, archive its text, and send a copy."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.core.command import Command
from portal.interviews import actions as interviews
from portal.messaging import actions as messages
from portal.notes.models import Note, SentNote

EMAILED_MEANS = ("portal", "mail_program", "passed_on")


def record_sent(command: Command, note: Note, means: str) -> None:
    """Complete the note's step by these means, and archive the note as it reads."""
    audit.record(command, "note.go_out", note)
    archive_note(command.session, note, means, command.now)
    if note.kind != "answer":
        person = note.person if note.kind == "thank" else None
        interviews.complete_step(command, note.interview, note.kind, means=means, at=command.now, person=person)


def archive_note(session: Session, note: Note, means: str, now: datetime) -> None:
    """Keep the note's text and recipient for good, as what went out."""
    by_mail, mail = means in EMAILED_MEANS, note.message if means == "portal" else None
    session.add(
        SentNote(
            note_id=note.id,
            at=now,
            means=means,
            from_name=note.interview.application.candidate.name,
            to_name=mail.to_name if mail else note.to_name,
            to_email=mail.to_email if mail else note.to_email if by_mail else None,
            subject=note.subject,
            body=note.body,
        )
    )
    session.flush()


def enqueue_copy(session: Session, note: Note, now: datetime) -> None:
    """Queue a copy of what went out to the note's writer."""
    candidate = note.interview.application.candidate
    messages.enqueue_now(
        session,
        candidate,
        kind="note-copy",
        key=f"note-copy:{note.id}:{note.message_id or 'passed_on'}",
        payload={"note": str(note.id)},
        about_id=note.interview.application_id,
        now=now,
    )
