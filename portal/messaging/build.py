"""Turn what an email says into the bytes that go out."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from portal.messaging.headers import CONTENT_POLICY, Headers, mailbox_address
from portal.messaging.kinds import Attachment, Content
from portal.messaging.models import OutgoingMessage
from portal.messaging.return_addresses import BOUNCE, Sender


@dataclass(frozen=True)
class Mail:
    """The bytes of one email with its envelope; `utf8` where only a server with SMTPUTF8 can take it."""

    envelope_from: str
    envelope_to: str
    data: bytes
    utf8: bool = False


def build_mail(message: OutgoingMessage, content: Content, sender: Sender, now: datetime) -> Mail:
    """Return the email as `sender` sends it, dated `now`.

    Raise `BadHeader` where a header could start another one, or does not read back as it was meant.
    """
    headers = _headers(message, content, sender, now)
    body = EmailMessage(policy=CONTENT_POLICY)
    body.set_content(content.text)
    if content.html:
        body.add_alternative(content.html, subtype="html")
    if content.attachment:
        _attach(body, content.attachment)
    envelope = sender.return_address(BOUNCE, message.id), mailbox_address(message.to_email)
    return Mail(*envelope, headers.join(body), headers.needs_smtputf8)


def _attach(body: EmailMessage, file: Attachment) -> None:
    """Add the calendar file twice: as what a calendar acts on, and as a file to open (RFC 6047, section 4)."""
    text = file.data.decode()
    body.add_alternative(text, subtype="calendar", params={"method": file.method})
    body.add_attachment(file.data, maintype="application", subtype="ics", filename=file.name)


def _headers(message: OutgoingMessage, content: Content, sender: Sender, now: datetime) -> Headers:
    headers = Headers()
    headers.add_mailbox("From", content.from_name, sender.address)
    headers.add_mailbox("To", message.to_name, message.to_email)
    headers.add_text("Subject", content.subject)
    headers.add_date("Date", now)
    headers.add_token("Message-ID", f"<{message.message_id}@{sender.domain}>")
    headers.add_token("X-Portal-Kind", content.known_as or message.kind)
    if content.reply_to:
        headers.add_mailbox("Reply-To", *content.reply_to)
    if content.automatic:
        headers.add_token("Auto-Submitted", "auto-generated")
    if content.unsubscribe_url:
        headers.add_link("List-Unsubscribe", content.unsubscribe_url)
        headers.add_token("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    return headers
