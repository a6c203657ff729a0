"""Notes given to be sent that do not go out: their address is another by now, or staff stopped them."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.audit.actions import By
from portal.messaging import actions as messages
from portal.messaging.models import Message
from portal.notes import queries
from portal.notes.models import Note
from portal.notes.rules import misaddressed
from portal.notes.telling import tell_writer

KIND = "note-stopped"


def stop(session: Session, processes: Collection[uuid.UUID], now: datetime) -> None:
    """Of these processes no note waits any more for an address that is not its person's; who wrote it is told."""
    for note, mail in queries.waiting(session, processes):
        reason = misaddressed(mail.to_email, note.to_email)
        if reason and messages.cancel(session, mail, reason, now=now):
            audit.record(session, f"note.stop.{reason}", note, by=audit.PORTAL, now=now)
            tell(session, note, mail, now)


def tell(session: Session, note: Note, mail: Message, now: datetime) -> None:
    """The note's writer has a mail waiting that says why this one did not go out."""
    tell_writer(session, note, KIND, mail.id, {"note": str(note.id), "mail": str(mail.id)}, now)


def tell_held_back(session: Session, note: Note, mail: Message, *, by: By, now: datetime) -> None:
    """The note's writer has a mail waiting that says who stopped it, unless that is who had sent it."""
    if mail.payload["by"] != str(by.account_id):
        said = {"note": str(note.id), "mail": str(mail.id), "by": str(by.account_id), "at": now.isoformat()}
        tell_writer(session, note, KIND, mail.id, said, now)
