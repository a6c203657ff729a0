"""From what a mail says to the bytes that go out: every header made by the library."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message as messages
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, EmailPolicy, Policy

from portal.messaging.kinds import Content
from portal.messaging.models import Message
from portal.messaging.rules import forbidden_sign


class _OneLine(UnstructuredHeader, BaseHeader):
    """A link too long to be folded at 78 signs: the library would write it as an encoded word, which is no link.

    RFC 2369 allows a fold only around the link, RFC 5322 lines of 998 signs.
    """

    def fold(self, *, policy: "Policy[messages.Message[str, str]]") -> str:
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _OneLine)

_SEVEN_BIT = SMTP.clone(cte_type="7bit", header_factory=_HEADERS)
_UTF8 = SMTPUTF8.clone(cte_type="7bit", header_factory=_HEADERS)
"""Texts go out in ASCII, for not every server takes eight bits; an address outside it needs SMTPUTF8 (RFC 6531)."""


class BadHeader(ValueError):
    """A header's value holds a line break, a control or a bidirectional sign: refused, not stripped."""


@dataclass(frozen=True)
class Composed:
    """A mail with its envelope and its headers, and the texts that are yet to be put in."""

    envelope_from: str
    envelope_to: str
    headers: EmailMessage
    text: str
    html: str | None

    def sealed(self) -> "Mail":
        """The mail in bytes; once only, for the texts are put in."""
        mail = self.headers
        mail.set_content(self.text)
        if self.html:
            mail.add_alternative(self.html, subtype="html")
        return Mail(self.envelope_from, self.envelope_to, mail.as_bytes(), mail.policy is _UTF8)


@dataclass(frozen=True)
class Mail:
    """The bytes of one mail with its envelope; `utf8` where only a server with SMTPUTF8 can take it."""

    envelope_from: str
    envelope_to: str
    data: bytes
    utf8: bool = False


_SPECIAL = frozenset('()<>[]:;@\\,"')
"""What stands in no address unquoted (RFC 5322)."""


def build(message: Message, content: Content, *, mailbox: str, domain: str, now: datetime) -> Mail:
    """The mail as it goes out, as `composed`; raises `BadHeader`."""
    return composed(message, content, mailbox=mailbox, domain=domain, now=now).sealed()


def composed(message: Message, content: Content, *, mailbox: str, domain: str, now: datetime) -> Composed:
    """The mail that goes out, dated `now`, from `mailbox` at the platform's `domain`; raises `BadHeader`."""
    policy = policy_for(message.to_email, content.reply_to[1] if content.reply_to else "")
    mail = EmailMessage(policy=policy)
    mail["From"] = header_address(content.from_name, f"{mailbox}@{domain}")
    mail["To"] = header_address(message.to_name, message.to_email)
    mail["Subject"] = _clean(content.subject)
    mail["Date"] = now.astimezone(UTC)
    mail["Message-ID"] = f"<{message.message_id}@{domain}>"
    mail["X-Portal-Kind"] = content.known_as or message.kind
    if content.reply_to:
        mail["Reply-To"] = header_address(*content.reply_to)
    if content.automatic:
        mail["Auto-Submitted"] = "auto-generated"
    if content.unsubscribe_url:
        mail["List-Unsubscribe"] = f"<{_clean(content.unsubscribe_url)}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    envelope = f"bounces+{message.id.hex}@{domain}", ascii_domain(message.to_email)
    return Composed(*envelope, mail, content.text, content.html)


def ascii_domain(email: str) -> str:
    """The address with its domain as DNS has it (RFC 5890); raises `BadHeader` for a domain that is none."""
    local, _, domain = email.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError as error:
        raise BadHeader("the address has no usable domain") from error


def policy_for(*emails: str) -> "EmailPolicy[EmailMessage]":
    """How a mail with these addresses is written: in ASCII, unless a name before an @ lies outside it."""
    return _SEVEN_BIT if all(email.rpartition("@")[0].isascii() for email in emails) else _UTF8


def header_address(name: str, email: str) -> Address:
    """The address as a header has it; raises `BadHeader`, and `ValueError` for one that is none."""
    usable = ascii_domain(_clean(email))
    if usable.isascii():
        return Address(display_name=_clean(name), addr_spec=usable)
    local, _, domain = usable.rpartition("@")
    if any(sign in _SPECIAL or sign.isspace() for sign in local):
        raise BadHeader("the address has no usable name before its @")
    return Address(display_name=_clean(name), username=local, domain=domain)


def _clean(value: str) -> str:
    if forbidden_sign(value):
        raise BadHeader("a header would hold a line break or a control sign")
    return value
