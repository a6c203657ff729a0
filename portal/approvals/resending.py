"""Sending a note again that failed or was never confirmed, to a corrected address where the old one was wrong."""

from dataclasses import replace

from portal.approvals import actions
from portal.contacts import actions as contacts
from portal.contacts import disclosure
from portal.contacts.details import ContactDetails
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.interviews import actions as interviews
from portal.messaging import resending as messages
from portal.notes.models import Note


def resend_note(command: Command, note: Note, email: str | None) -> None:
    """Send the note once more, the way the agency has chosen; `email` is the corrected address, None to keep it.

    Raise `ActionRefused` where the note did not fail, and as `actions.send_or_submit` does.
    """
    mail = note.message
    if mail is None or mail.state not in messages.RESENDABLE_STATES:
        raise ActionRefused(N_("This note doesn’t need to be sent again."))
    if email and email != note.to_email:
        _correct_email(command, note, email)
    if mail.state == "unknown":
        messages.resend(command, mail, note.to_email or mail.to_email)
    else:
        actions.send_or_submit(command, note, None)


def _correct_email(command: Command, note: Note, email: str) -> None:
    """Give the person this email address; refuse it for a note that goes through HR."""
    contact = note.person.contact
    if note.to_hr or contact.via_hr:
        raise ActionRefused(
            N_("This note goes through HR. Change their address on the employer’s page."), field="email"
        )
    disclosure.record_entered(command, ContactDetails(contact.name, email=email))
    details = replace(contacts.details_of(contact), email=email, email_is_guess=False)
    interviews.update_contact(command, contact, details)
