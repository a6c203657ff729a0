"""Mails to whoever writes a note, about what became of it."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from portal.messaging import actions as messages
from portal.notes.models import Note


def enqueue_notification(
    session: Session, note: Note, kind: str, subject_id: uuid.UUID, payload: dict[str, str], now: datetime
) -> None:
    """The note's writer has a mail of this kind waiting, one for each `subject_id`, in their time zone."""
    candidate = note.interview.application.candidate
    messages.enqueue(
        session,
        kind=kind,
        key=f"{kind}:{subject_id}",
        to_name=candidate.name,
        to_email=candidate.email,
        payload={**payload, "zone": candidate.time_zone},
        about_id=note.interview.application_id,
        queue="due",
        due_at=now,
        now=now,
    )
