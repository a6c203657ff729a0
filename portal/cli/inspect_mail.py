"""`portal inspect mail`: a bounce, an automatic answer, a report, or what a person wrote."""

from functools import partial
from typing import Any

import click

from portal.cli.inspect_output import InspectionResult, print_results
from portal.readers import mail
from portal.readers.mail import IncomingMail


@click.command("mail")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def mails(files: tuple[str, ...]) -> None:
    """Read incoming emails; a .txt file is the bare body of one.

    Example: portal inspect mail reply.eml
    """
    print_results(files, mail.MAX_BYTES, partial(_result, mail.read), partial(_result, mail.read_body))


def _result(read: Any, data: bytes | None) -> InspectionResult:
    found: IncomingMail = IncomingMail() if data is None else read(data)
    result: InspectionResult = {"ok": found.ok, "problems": list(found.problems), "kind": found.kind}
    if found.kind == "bounce":
        result |= {"recipients": list(found.recipients), "permanent": found.permanent}
    if found.kind == "message":
        result["visible_text"] = found.visible_text
    return result
