"""Sending a note again that failed or was never confirmed, to a corrected address where the old one was wrong."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from portal.approvals import actions
from portal.audit.actions import By
from portal.contacts import actions as contacts
from portal.contacts import disclosure
from portal.contacts.rules import Details
from portal.core.errors import N_, Refused
from portal.interviews import actions as interviews
from portal.messaging import resending as messages
from portal.notes.models import Note


def send_again(session: Session, note: Note, email: str | None, *, by: By, now: datetime) -> None:
    """Send the note once more, the way that the agency has; `email` is the person's corrected address, None to keep it.

    Raise `Refused` where the note did not fail, and as `actions.dispatch` does.
    """
    mail = note.message
    if mail is None or mail.state not in messages.CAN_BE_SENT_AGAIN:
        raise Refused(N_("This note doesn’t need to be sent again."))
    if email and email != note.to_email:
        _correct(session, note, email, by=by, now=now)
    if mail.state == "unknown":
        messages.send_again(session, mail, note.to_email or mail.to_email, by=by, now=now)
    else:
        actions.dispatch(session, note, None, by=by, now=now)


def _correct(session: Session, note: Note, email: str, *, by: By, now: datetime) -> None:
    """Give the person this email address; one reached through HR keeps the way that was chosen."""
    contact = note.person.contact
    if note.to_hr or contact.via_hr:
        raise Refused(N_("This note goes through HR. Change their address on the employer’s page."), field="email")
    disclosure.record_entered(session, Details(contact.name, email=email), by=by, now=now)
    details = replace(contacts.details_of(contact), email=email, email_is_guess=False)
    interviews.supply(session, contact, details, by=by, now=now)
