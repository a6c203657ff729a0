"""From what a mail says to the bytes that go out: every header made by the library."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from portal.messaging.kinds import Content
from portal.messaging.models import Message
from portal.messaging.rules import forbidden_sign


class BadHeader(ValueError):
    """A header's value holds a line break, a control or a bidirectional sign: refused, not stripped."""


@dataclass(frozen=True)
class Mail:
    """The bytes of one mail with its envelope."""

    envelope_from: str
    envelope_to: str
    data: bytes


def build(message: Message, content: Content, *, mailbox: str, domain: str, now: datetime) -> Mail:
    """The mail as it goes out, dated `now`, from `mailbox` at the platform's `domain`; raises `BadHeader`."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _address(content.from_name, f"{mailbox}@{domain}")
    mail["To"] = _address(message.to_name, message.to_email)
    mail["Subject"] = _clean(content.subject)
    mail["Date"] = now.astimezone(UTC)
    mail["Message-ID"] = f"<{message.message_id}@{domain}>"
    mail["X-Portal-Kind"] = message.kind
    if content.reply_to:
        mail["Reply-To"] = _address(*content.reply_to)
    if content.automatic:
        mail["Auto-Submitted"] = "auto-generated"
    if content.unsubscribe_url:
        mail["List-Unsubscribe"] = f"<{_clean(content.unsubscribe_url)}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(content.text)
    if content.html:
        mail.add_alternative(content.html, subtype="html")
    return Mail(f"bounces+{message.id.hex}@{domain}", ascii_domain(message.to_email), mail.as_bytes())


def ascii_domain(email: str) -> str:
    """The address with its domain as DNS has it (RFC 5890); raises `BadHeader` for a domain that is none."""
    local, _, domain = email.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError as error:
        raise BadHeader("the address has no usable domain") from error


def _address(name: str, email: str) -> Address:
    return Address(display_name=_clean(name), addr_spec=ascii_domain(_clean(email)))


def _clean(value: str) -> str:
    if forbidden_sign(value):
        raise BadHeader("a header would hold a line break or a control sign")
    return value
