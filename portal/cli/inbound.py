"""`portal inbound`: take in one email from a mail server's pipe."""

import os
import sys

import click
from sqlalchemy.exc import OperationalError

from portal.cli.agency_session import application_session
from portal.core import clock, transaction
from portal.core.errors import CannotRun
from portal.incoming import reception
from portal.readers.mail import MAX_BYTES


@click.command("inbound")
@click.option("--to", "recipient", required=True, metavar="ADDRESS", help="The recipient of the envelope.")
@click.option("--from", "envelope_from", default="", metavar="ADDRESS", help="The sender of the envelope.")
def command(recipient: str, envelope_from: str) -> None:
    """Keep the email on standard input, for a mail server's pipe.

    Exits as pipes do (sysexits.h): 0 kept, 65 too large, 67 no such address here, 75 try again later.

    Example: portal inbound --to reply+...@mail.example --from dana@acme.example
    """
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        _exit_with("the email is larger than 30 MB", os.EX_DATAERR)
    try:
        with application_session() as session:
            now = clock.now(session)
            known = reception.keep(session, recipient, envelope_from, data, now)
            transaction.commit(session, now)
    except (CannotRun, OperationalError) as error:
        _exit_with(str(error).splitlines()[0], os.EX_TEMPFAIL)
    if not known:
        _exit_with("there is no such address here", os.EX_NOUSER)


def _exit_with(sentence: str, code: int) -> None:
    click.echo(f"portal: {sentence}", err=True)
    sys.exit(code)
