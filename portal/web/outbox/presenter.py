"""What the portal has of an email's text: its copy, the note that it was, or what a colleague wrote in it."""

import uuid
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from portal.bulk_actions import messaging
from portal.core.db import db
from portal.drafts.rules import FIELD_PATTERN
from portal.interviews import hr_questions
from portal.messaging import copies
from portal.messaging.copies import KeptEmail
from portal.messaging.kinds import kind_of
from portal.messaging.models import OutgoingMessage
from portal.notes import queries as notes
from portal.notes.models import SentNote
from portal.reminders import asked_again

WRITTEN = {messaging.KIND: "body", hr_questions.KIND: "body", asked_again.KIND: "words", "invitation": "message"}
"""Where the emails that a colleague words, or has words in, keep these, by kind."""
PARTLY_WRITTEN = (asked_again.KIND, "invitation")
NOT_HANDED_OVER = ("queued", "claimed", "dropped", "lapsed")


@dataclass(frozen=True)
class MailText:
    """An email's text: its copy, the note that it was, or what a colleague wrote in it, with what to know about that.

    Where there is none of these, `missing` says why.
    """

    mail: OutgoingMessage
    copy: KeptEmail | None = None
    note: SentNote | None = None
    written: str = ""
    remark: str = ""

    @property
    def missing(self) -> str:
        """Why there is no text; empty where there is one."""
        if self.copy or self.note or self.written:
            return ""
        if kind_of(self.mail.kind).audience == "account":
            return gettext("The portal doesn’t keep the text of account emails. They can have codes and links in them.")
        if self.mail.state in NOT_HANDED_OVER and self.mail.handed_over_at is None:
            return gettext("This email hasn’t been sent. It’s written when it goes out.")
        if copies.is_kept(self.mail):
            return ngettext(
                "There’s no copy of this email. Copies are kept for %(num)s day.",
                "There’s no copy of this email. Copies are kept for %(num)s days.",
                copies.KEPT_FOR.days,
            )
        return gettext("There’s no copy of this email.")


def text_of(mail: OutgoingMessage) -> MailText:
    """Return what the portal has of the email's text."""
    if copy := copies.find(db.session(), mail.id):
        return MailText(mail, copy)
    note_id = mail.payload.get("note") if mail.state == "sent" else None
    note = notes.last_sent_note(db.session(), uuid.UUID(note_id)) if note_id else None
    return MailText(mail, None, note, *_written(mail))


def _written(mail: OutgoingMessage) -> tuple[str, str]:
    """Return what a colleague wrote in this email, and what has to be known about it; both empty for other kinds."""
    text = str(mail.payload.get(WRITTEN.get(mail.kind, ""), ""))
    if mail.kind in PARTLY_WRITTEN and text:
        return text, gettext("These are the recruiter’s own words in it. The portal doesn’t keep the rest.")
    if FIELD_PATTERN.search(text):
        return text, gettext("The portal fills in the marked details for each person.")
    return text, ""
