"""From what a mail says to the bytes that go out."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from portal.messaging.headers import CONTENT, Headers, mailbox_address
from portal.messaging.kinds import Content
from portal.messaging.models import Message


@dataclass(frozen=True)
class Composed:
    """A mail with its envelope and its headers, and the texts that are yet to be put in."""

    envelope_from: str
    envelope_to: str
    headers: Headers
    text: str
    html: str | None

    def sealed(self) -> "Mail":
        """The mail in bytes; raises `BadHeader` where its headers do not read back as they were meant."""
        content = EmailMessage(policy=CONTENT)
        content.set_content(self.text)
        if self.html:
            content.add_alternative(self.html, subtype="html")
        data = self.headers.join(content)
        return Mail(self.envelope_from, self.envelope_to, data, self.headers.needs_smtputf8)


@dataclass(frozen=True)
class Mail:
    """The bytes of one mail with its envelope; `utf8` where only a server with SMTPUTF8 can take it."""

    envelope_from: str
    envelope_to: str
    data: bytes
    utf8: bool = False


def build(message: Message, content: Content, *, mailbox: str, domain: str, now: datetime) -> Mail:
    """The mail as it goes out, as `composed`; raises `BadHeader`."""
    return composed(message, content, mailbox=mailbox, domain=domain, now=now).sealed()


def composed(message: Message, content: Content, *, mailbox: str, domain: str, now: datetime) -> Composed:
    """The mail that goes out, dated `now`, from `mailbox` at the platform's `domain`; raises `BadHeader`."""
    headers = Headers()
    headers.add_mailbox("From", content.from_name, f"{mailbox}@{domain}")
    headers.add_mailbox("To", message.to_name, message.to_email)
    headers.add_text("Subject", content.subject)
    headers.add_date("Date", now)
    headers.add_token("Message-ID", f"<{message.message_id}@{domain}>")
    headers.add_token("X-Portal-Kind", content.known_as or message.kind)
    if content.reply_to:
        headers.add_mailbox("Reply-To", *content.reply_to)
    if content.automatic:
        headers.add_token("Auto-Submitted", "auto-generated")
    if content.unsubscribe_url:
        headers.add_link("List-Unsubscribe", content.unsubscribe_url)
        headers.add_token("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    envelope = f"bounces+{message.id.hex}@{domain}", mailbox_address(message.to_email)
    return Composed(*envelope, headers, content.text, content.html)
