"""Taking in emails over LMTP (RFC 2033), one recipient at a time, each kept before the mail server is answered."""

import asyncio
import logging
import signal
import socket

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy.exc import OperationalError

from portal.core import clock
from portal.incoming import reception
from portal.jobs import runner
from portal.readers.mail import MAX_BYTES

KEPT = "250 2.0.0 Kept"
UNKNOWN = "550 5.1.1 There is no such address here"
ONE_AT_A_TIME = "452 4.5.3 One recipient at a time"
AWAY = "451 4.3.0 Try again later"

_log = logging.getLogger(__name__)


def keep(app: Flask, envelope_from: str, recipient: str, data: bytes) -> bool:
    """Keep an email to one of our addresses; return False where there is no such address.

    Raise `OperationalError` while the database is away or busy.
    """
    with app.app_context(), runner.session() as session:
        return reception.keep(session, recipient, envelope_from, data, clock.now(session))


def is_known(app: Flask, recipient: str) -> bool:
    """Return whether this is one of our addresses; raise `OperationalError` while the database is away."""
    with app.app_context(), runner.session() as session:
        return reception.find_agency(session, recipient) is not None


class LmtpHandler:
    """Answers a mail server: each recipient is known or not, and each email is kept or to be offered again."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if envelope.rcpt_tos:
            return ONE_AT_A_TIME
        try:
            if not await asyncio.to_thread(is_known, self.app, address):
                return UNKNOWN
        except OperationalError:
            return AWAY
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        data = envelope.content if isinstance(envelope.content, bytes) else b""
        try:
            known = await asyncio.to_thread(keep, self.app, envelope.mail_from or "", envelope.rcpt_tos[0], data)
        except OperationalError as error:
            _log.warning("an email is to be offered again, the database is away or busy: %s", type(error).__name__)
            return AWAY
        return KEPT if known else UNKNOWN


async def serve(app: Flask, listening: socket.socket) -> None:
    """Take in emails that come to this socket until SIGTERM or SIGINT."""
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    server = await open_server(app, listening)
    await ended.wait()
    server.close()


async def open_server(app: Flask, listening: socket.socket) -> asyncio.Server:
    """Take in emails that come to this socket, in the running loop, until the server is closed."""
    loop, handler = asyncio.get_running_loop(), LmtpHandler(app)
    return await loop.create_server(
        lambda: LMTP(handler, enable_SMTPUTF8=True, data_size_limit=MAX_BYTES, hostname="portal", loop=loop),
        sock=listening,
    )
