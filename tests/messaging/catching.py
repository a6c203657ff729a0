"""A real SMTP server that catches mail, and can be told to misbehave."""

from collections.abc import Callable
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.fixtures.demo import free_port

Answer = Callable[[SMTP, Envelope], str]


@dataclass
class Catcher:
    """What arrived; `answer_data` and `answer_rcpt` say what the server says, `250` where they are None."""

    port: int = 0
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)
    answer_data: Answer | None = None
    answer_rcpt: Callable[[str], str] | None = None

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for recipient, mail in self.mails if recipient == address]

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[Any]
    ) -> str:
        said = self.answer_rcpt(address) if self.answer_rcpt else "250 OK"
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        said = self.answer_data(server, envelope) if self.answer_data else "250 OK"
        if said.startswith("250"):
            mail = BytesParser(policy=policy.default).parsebytes(envelope.original_content or b"")
            assert isinstance(mail, EmailMessage)
            self.mails += [(address, mail) for address in envelope.rcpt_tos]
        return said


def caught() -> tuple[Catcher, Controller]:
    """A catcher and its server, which listens once started."""
    catcher = Catcher()
    return catcher, Controller(catcher, hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=True)
