"""Read an email that came in: a bounce, an automatic answer, a report, or what a person wrote."""

import email
from dataclasses import dataclass, field, replace
from email.message import Message
from typing import Literal

from portal.readers.mail_automatic import is_automatic
from portal.readers.mail_bounces import find_bounce
from portal.readers.mail_headers import MailHeaders, read_headers
from portal.readers.mail_parts import own_text
from portal.readers.mail_replies import visible_text

MAX_BYTES = 30_000_000
Kind = Literal["bounce", "automatic", "report", "message"]
_REPORTS = frozenset({"message/feedback-report", "message/disposition-notification"})
_TOO_LARGE = "This email is larger than 30 MB."
_EMPTY = "There is no email in this file."
_NESTED = "This email has too many parts inside each other."


@dataclass(frozen=True)
class IncomingMail:
    """What an email is.

    A bounce has the addresses that failed, in lower case, the failure's `status` (RFC 3463), and `permanent`: True if
    they never will be reached, False if they may be, None where it doesn't say. A message has the text that its writer
    typed. A report is a complaint, a receipt, or a notice that something was delivered.
    """

    kind: Kind | None = None
    recipients: tuple[str, ...] = ()
    permanent: bool | None = None
    visible_text: str = ""
    problems: tuple[str, ...] = ()
    status: str | None = field(default=None, compare=False)
    headers: MailHeaders = field(default=MailHeaders(), compare=False)

    @property
    def ok(self) -> bool:
        return self.kind is not None


def read(data: bytes) -> IncomingMail:
    """Read an email as it came over the wire; what cannot be read says why in `problems`."""
    if len(data) > MAX_BYTES:
        return IncomingMail(problems=(_TOO_LARGE,))
    try:
        message = email.message_from_bytes(data)
        return replace(_read(message), headers=read_headers(message))
    except RecursionError:
        return IncomingMail(problems=(_NESTED,))


def read_body(data: bytes) -> IncomingMail:
    """Read the bare body of an email, UTF-8."""
    if len(data) > MAX_BYTES:
        return IncomingMail(problems=(_TOO_LARGE,))
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return IncomingMail("message", visible_text=visible_text(text))


def _read(message: Message) -> IncomingMail:
    if not message.keys():
        return IncomingMail(problems=(_EMPTY,))
    kinds = {part.get_content_type() for part in message.walk()}
    if kinds & _REPORTS:
        return IncomingMail("report")
    bounce = find_bounce(message)
    if bounce:
        return IncomingMail("bounce", bounce.recipients, bounce.permanent, status=bounce.status)
    if "message/delivery-status" in kinds:
        return IncomingMail("report")
    if is_automatic(message):
        return IncomingMail("automatic")
    return IncomingMail("message", visible_text=visible_text(own_text(message)))
