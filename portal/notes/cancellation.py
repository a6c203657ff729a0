"""Queued notes that do not go out: their address has changed, they are not called for, or staff stopped them."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.core.command import PORTAL, Command
from portal.messaging import actions as messages
from portal.messaging.models import OutgoingMessage
from portal.notes import queries
from portal.notes.models import Note
from portal.notes.notifications import enqueue_notification
from portal.notes.rules import address_problem

KIND = "note-stopped"


def cancel_obsolete(session: Session, applications: Collection[uuid.UUID], now: datetime) -> None:
    """Cancel queued notes of these applications to an address that has changed, or that are not called for any more.

    Their writers are notified.
    """
    for note, mail in queries.queued_notes(session, applications):
        reason = note.obstacle or address_problem(mail.to_email, note.to_email)
        if reason and messages.cancel(session, mail, reason, now=now):
            audit.record(Command(session, PORTAL, now), f"note.stop.{reason}", note)
            notify_not_sent(session, note, mail, now)


def notify_not_sent(session: Session, note: Note, mail: OutgoingMessage, now: datetime) -> None:
    """Queue an email to the note's writer that says why this message did not go out."""
    enqueue_notification(session, note, KIND, mail.id, {"note": str(note.id), "mail": str(mail.id)}, now)


def notify_recalled(command: Command, note: Note, mail: OutgoingMessage) -> None:
    """Queue an email to the note's writer that says who stopped the note, unless the person who sent it did."""
    if mail.payload["by"] != str(command.by.account_id):
        said = {
            "note": str(note.id),
            "mail": str(mail.id),
            "by": str(command.by.account_id),
            "at": command.now.isoformat(),
        }
        enqueue_notification(command.session, note, KIND, mail.id, said, command.now)
