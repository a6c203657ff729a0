"""`portal lmtp`: take in emails from the mail server beside it."""

import asyncio
import socket

import click

from portal.app import create_app
from portal.cli.connections import connected_settings
from portal.core.errors import CannotRun
from portal.jobs import mail_reception, runner


@click.command("lmtp")
@click.option("--listen", default="127.0.0.1:8024", show_default=True, metavar="HOST:PORT", help="Where to listen.")
def command(listen: str) -> None:
    """Take in emails over LMTP until SIGTERM: bounces, answers, and replies.

    The mail server hands over one recipient at a time; an email is kept before it is accepted.

    Example: portal lmtp --listen 127.0.0.1:8024
    """
    host, _, port = listen.rpartition(":")
    if not host or not port.isdigit():
        raise CannotRun(f"--listen: has to be HOST:PORT, not {listen!r}")
    with connected_settings() as settings, runner.jobs_context(create_app(settings)) as app:
        try:
            listening = socket.create_server((host, int(port)))
        except (OSError, OverflowError) as error:
            raise CannotRun(f"--listen: can't listen on {listen}: {error}") from error
        with listening:
            asyncio.run(mail_reception.serve(app, listening))
