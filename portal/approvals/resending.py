"""Sending a note again that failed or was never confirmed, to a corrected address where the old one was wrong."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from portal.approvals import actions
from portal.audit.actions import Actor
from portal.contacts import actions as contacts
from portal.contacts import disclosure
from portal.contacts.details import ContactDetails
from portal.core.errors import N_, ActionRefused
from portal.interviews import actions as interviews
from portal.messaging import resending as messages
from portal.notes.models import Note


def resend_note(session: Session, note: Note, email: str | None, *, by: Actor, now: datetime) -> None:
    """Send the note once more, the way the agency has chosen; `email` is the corrected address, None to keep it.

    Raise `ActionRefused` where the note did not fail, and as `actions.send_or_submit` does.
    """
    mail = note.message
    if mail is None or mail.state not in messages.RESENDABLE_STATES:
        raise ActionRefused(N_("This note doesn’t need to be sent again."))
    if email and email != note.to_email:
        _correct_email(session, note, email, by=by, now=now)
    if mail.state == "unknown":
        messages.resend(session, mail, note.to_email or mail.to_email, by=by, now=now)
    else:
        actions.send_or_submit(session, note, None, by=by, now=now)


def _correct_email(session: Session, note: Note, email: str, *, by: Actor, now: datetime) -> None:
    """Give the person this email address; refuse it for a note that goes through HR."""
    contact = note.person.contact
    if note.to_hr or contact.via_hr:
        raise ActionRefused(
            N_("This note goes through HR. Change their address on the employer’s page."), field="email"
        )
    disclosure.record_entered(session, ContactDetails(contact.name, email=email), by=by, now=now)
    details = replace(contacts.details_of(contact), email=email, email_is_guess=False)
    interviews.update_contact(session, contact, details, by=by, now=now)
