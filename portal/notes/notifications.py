"""Emails to the writer of a note about what happened to it."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from portal.messaging import actions as messages
from portal.notes.models import Note


def enqueue_notification(
    session: Session, note: Note, kind: str, subject_id: uuid.UUID, payload: dict[str, str], now: datetime
) -> None:
    """Queue an email of this kind to the note's writer, once per `subject_id`, with times in their time zone."""
    candidate = note.interview.application.candidate
    messages.enqueue(
        session,
        kind=kind,
        key=f"{kind}:{subject_id}",
        to_name=candidate.name,
        to_email=candidate.email,
        payload={**payload, "zone": candidate.time_zone, "locale": candidate.locale},
        about_id=note.interview.application_id,
        queue="due",
        due_at=now,
        now=now,
    )
