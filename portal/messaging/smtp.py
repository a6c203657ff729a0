"""The SMTP connection: Flask-Mail's, with time-outs, verified TLS, and an outcome for every email."""

import io
import smtplib
import ssl
from contextlib import suppress
from functools import cache
from time import monotonic
from types import SimpleNamespace
from typing import Any

from flask_mail import Connection

from portal.core.settings import SmtpServer
from portal.messaging.build import Mail
from portal.messaging.rules import (
    TIMED_OUT,
    Outcome,
    Rejected,
    SmtpStage,
    Unreachable,
    outcome_of_reply,
    outcome_without_reply,
)

SECONDS = 15
"""The time-out for each reply of the server: connecting, its greeting, and the four of one email."""

EMAIL_SECONDS = 110.0
"""How long one email may take from connecting to its last reply, however small the parts in which replies come.

Shorter than the lease of its row, so that no one else takes the email for lost.
"""

_ACCEPTED, _WILL_FORWARD, _GO_AHEAD = 250, 251, 354


class _Replies(io.RawIOBase):
    """What the server sends, read from the client's socket until the client's deadline."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Wait for the next part, for as long as a reply may take, and no longer than until the deadline."""
        left = self.client.deadline - monotonic()
        if left <= 0:
            raise TimeoutError
        self.client.sock.settimeout(min(left, SECONDS))
        received: int = self.client.sock.recv_into(buffer)
        return received


class _Listening:
    """Mixed into smtplib's clients: remembers the last reply, which tells whether an email's text had been given.

    No reply is waited for after `deadline`, by the monotonic clock.
    """

    last_code = 0
    file: Any

    def __init__(self, deadline: float, *address: Any, **options: Any) -> None:
        self.deadline = deadline
        super().__init__(*address, **options)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None:
            self.file = io.BufferedReader(_Replies(self))
        reply: tuple[int, bytes] = super().getreply()  # type: ignore[misc]
        self.last_code = reply[0]
        return reply


class _Plain(_Listening, smtplib.SMTP):
    """A connection without TLS, or one that switches to TLS."""


class _Encrypted(_Listening, smtplib.SMTP_SSL):
    """A connection that is TLS from its first byte."""


class SmtpConnection(Connection):
    """One connection to one server, kept for a batch, opened when the first email needs it."""

    def __init__(self, server: SmtpServer) -> None:
        self.server = server
        self.deadline = 0.0
        super().__init__(SimpleNamespace(suppress=True))  # type: ignore[arg-type]

    def configure_host(self) -> Any:
        """Return a connection that has greeted the server and, where there is a user, signed in over verified TLS."""
        server = self.server
        if server.tls == "implicit":
            host: Any = _Encrypted(self.deadline, server.host, server.port, timeout=SECONDS, context=_verifying())
        else:
            host = _Plain(self.deadline, server.host, server.port, timeout=SECONDS)
        try:
            if server.tls == "starttls":
                host.starttls(context=_verifying())
            if server.user and server.password:
                host.login(server.user, server.password)
        except (OSError, smtplib.SMTPException):
            host.close()
            raise
        return host

    def deliver(self, mail: Mail) -> Outcome:
        """Offer the email to the server once, and return what came of it in time. Raise nothing."""
        self._wait_until(monotonic() + EMAIL_SECONDS)
        try:
            self._ready()
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            return Unreachable(_named(error))
        return self._offer(mail)

    def _wait_until(self, deadline: float) -> None:
        self.deadline = deadline
        if self.host is not None:
            self.host.deadline = deadline  # type: ignore[attr-defined]

    def _ready(self) -> None:
        host: Any = self.host
        if host is not None:
            try:
                if host.rset()[0] == _ACCEPTED:
                    return
            except (OSError, smtplib.SMTPException):
                pass  # it ended the connection after the last email: try another one
            self._hang_up()
        self.host = host = self.configure_host()
        host.ehlo_or_helo_if_needed()
        if self.server.tls == "none" and host.has_extn("starttls"):
            with suppress(smtplib.SMTPResponseException):  # it offers TLS and has none: as without the offer
                host.starttls(context=_unverified())
                host.ehlo_or_helo_if_needed()

    def _offer(self, mail: Mail) -> Outcome:
        host: Any = self.host
        options = ["SMTPUTF8"] if mail.utf8 else []
        if options and not host.has_extn("smtputf8"):
            return Rejected("no_smtputf8", permanent=True, certain=True)
        step: SmtpStage = "mail"
        try:
            code, words = host.mail(mail.envelope_from, options)
            if code == _ACCEPTED:
                step = "rcpt"
                code, words = host.rcpt(mail.envelope_to)
            if code in (_ACCEPTED, _WILL_FORWARD) and step == "rcpt":
                step = "data"
                code, words = host.data(mail.data)
        except smtplib.SMTPDataError as error:
            code, words = error.smtp_code, error.smtp_error
        except (OSError, smtplib.SMTPException) as error:
            text_given = step == "data" and host.last_code == _GO_AHEAD
            self._hang_up()
            return outcome_without_reply(step, _named(error), text_given=text_given)
        return outcome_of_reply(step, code, _text(words))

    def _hang_up(self) -> None:
        if self.host is not None:
            self.host.close()
            self.host = None

    def __exit__(self, *_error: object) -> None:
        if self.host is None:
            return
        self._wait_until(monotonic() + SECONDS)
        try:
            self.host.quit()
        except (OSError, smtplib.SMTPException):
            self.host.close()
        self.host = None


@cache
def _verifying() -> ssl.SSLContext:
    """Return the TLS context that trusts what the machine trusts; it is read once, because that is slow."""
    return ssl.create_default_context()


@cache
def _unverified() -> ssl.SSLContext:
    """Return TLS for a server that needs no password: unverified encryption is better than none (RFC 7435)."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _named(error: Exception) -> str:
    """Return the code of what was seen; smtplib reports a time-out as a disconnection."""
    if isinstance(error.__context__, TimeoutError):
        return TIMED_OUT
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
