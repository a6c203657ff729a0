"""A note for one's own mail program: a `mailto:` address, or a file that opens as a draft (RFC 6068, RFC 5322)."""

from email.message import EmailMessage
from urllib.parse import quote

from portal.messaging.build import header_address, policy_for
from portal.notes.models import Note

MAILTO_LENGTH = 1900
"""Longer addresses are cut by some programs, so a longer note is offered as a file only."""


def mailto(note: Note) -> str | None:
    """The address that opens a mail program with the note in it; None where it would be too long, or has no address."""
    if not note.to_email:
        return None
    found = address_of_mail(note.to_email, note.subject, note.body)
    return found if len(found) <= MAILTO_LENGTH else None


def address_of_mail(to: str, subject: str, body: str) -> str:
    """The address that opens one's own mail program with this mail in it."""
    lines = body.replace("\r\n", "\n").replace("\n", "\r\n")
    return f"mailto:{quote(to, safe='@')}?subject={quote(subject)}&body={quote(lines)}"


def draft(note: Note, from_name: str, from_email: str) -> bytes:
    """The note as a mail of theirs that has not been sent, as mail programs open it (`X-Unsent`)."""
    addresses = [from_email, note.to_email or ""]
    mail = EmailMessage(policy=policy_for(*addresses))
    mail["From"] = header_address(from_name, from_email)
    if note.to_email:
        mail["To"] = header_address(note.to_name, note.to_email)
    mail["Subject"] = " ".join(note.subject.split())
    mail["X-Unsent"] = "1"
    mail.set_content(note.body.strip() + "\n")
    return mail.as_bytes()
