"""A note for the candidate's own mail program: a `mailto:` URL, or a draft file (RFC 6068, RFC 5322)."""

from email.message import EmailMessage
from urllib.parse import quote

from portal.messaging.headers import CONTENT_POLICY, ENCODED_WORD, BadHeader, Headers, mailbox_address
from portal.notes.models import Note

MAX_MAILTO_LENGTH = 1900
"""Some programs cut longer URLs, so a longer note is offered only as a file."""


def is_deliverable(note: Note) -> bool:
    """Return whether an email can be addressed to where the note goes."""
    try:
        return bool(note.to_email and mailbox_address(note.to_email))
    except BadHeader:
        return False


def mailto_url(note: Note) -> str | None:
    """Return the URL that opens a mail program with the note in it; None if a program may not open it as written.

    That is the case if the note is too long, has no address, or has a subject that a program may decode (RFC 6068, 5).
    """
    if not note.to_email or ENCODED_WORD in note.subject:
        return None
    found = build_mailto_url(note.to_email, note.subject, note.body)
    return found if len(found) <= MAX_MAILTO_LENGTH else None


def build_mailto_url(to: str, subject: str, body: str) -> str:
    """Return the URL that opens a mail program with this mail; leave out a subject that the program may decode."""
    lines = body.replace("\r\n", "\n").replace("\n", "\r\n")
    said = "" if ENCODED_WORD in subject else f"subject={quote(subject)}&"
    return f"mailto:{quote(to, safe='@')}?{said}body={quote(lines)}"


def unsent_draft(note: Note, from_name: str, from_email: str) -> bytes:
    """Return the note as an unsent message from the candidate, which mail programs open as a draft (`X-Unsent`).

    Raise `BadHeader` for an address or a line that no header can hold.
    """
    headers = Headers()
    headers.add_mailbox("From", from_name, from_email)
    if note.to_email:
        headers.add_mailbox("To", note.to_name, note.to_email)
    headers.add_text("Subject", " ".join(note.subject.split()))
    headers.add_token("X-Unsent", "1")
    content = EmailMessage(policy=CONTENT_POLICY)
    content.set_content(note.body.strip() + "\n")
    return headers.join(content)
