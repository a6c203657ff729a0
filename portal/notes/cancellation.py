"""Notes given to be sent that do not go out: their address is another by now, or staff stopped them."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.audit.actions import Actor
from portal.messaging import actions as messages
from portal.messaging.models import OutgoingMessage
from portal.notes import queries
from portal.notes.models import Note
from portal.notes.notifications import enqueue_notification
from portal.notes.rules import address_problem

KIND = "note-stopped"


def cancel_misaddressed(session: Session, applications: Collection[uuid.UUID], now: datetime) -> None:
    """Of these applications no note waits any more for an address that is not its person's; who wrote it is told."""
    for note, mail in queries.queued_notes(session, applications):
        reason = address_problem(mail.to_email, note.to_email)
        if reason and messages.cancel(session, mail, reason, now=now):
            audit.record(session, f"note.stop.{reason}", note, by=audit.PORTAL, now=now)
            notify_not_sent(session, note, mail, now)


def notify_not_sent(session: Session, note: Note, mail: OutgoingMessage, now: datetime) -> None:
    """The note's writer has a mail waiting that says why this one did not go out."""
    enqueue_notification(session, note, KIND, mail.id, {"note": str(note.id), "mail": str(mail.id)}, now)


def notify_recalled(session: Session, note: Note, mail: OutgoingMessage, *, by: Actor, now: datetime) -> None:
    """The note's writer has a mail waiting that says who stopped it, unless that is who had sent it."""
    if mail.payload["by"] != str(by.account_id):
        said = {"note": str(note.id), "mail": str(mail.id), "by": str(by.account_id), "at": now.isoformat()}
        enqueue_notification(session, note, KIND, mail.id, said, now)
