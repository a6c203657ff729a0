"""The mail catcher: a real SMTP server that stores every message in a Maildir, and sends nothing on.

Run as a program: `python -m portal.cli.demo.mail_catcher DESCRIPTOR FOLDER`; the descriptor is a listening socket's.
"""

import asyncio
import mailbox
import signal
import socket
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

MAX_BYTES = 32 * 1024 * 1024


class MaildirHandler:
    """Stores each message whole, below header lines with its envelope."""

    def __init__(self, folder: Path) -> None:
        self._maildir = mailbox.Maildir(folder, create=True)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        lines = [f"Return-Path: <{envelope.mail_from}>", *(f"Delivered-To: {name}" for name in envelope.rcpt_tos)]
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        self._maildir.add("\r\n".join([*lines, ""]).encode() + content)
        return "250 OK: filed"


async def serve_smtp(listening: socket.socket, folder: Path) -> None:
    """Store messages that come to the socket until SIGTERM."""
    filing, ended, loop = MaildirHandler(folder), asyncio.Event(), asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    # Ctrl-C reaches the workers too, which may be in the middle of a mail: the supervisor ends this one after them.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server = await loop.create_server(
        lambda: SMTP(filing, enable_SMTPUTF8=True, data_size_limit=MAX_BYTES, hostname="catcher.localhost", loop=loop),
        sock=listening,
    )
    await ended.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(serve_smtp(socket.socket(fileno=int(sys.argv[1])), Path(sys.argv[2])))
