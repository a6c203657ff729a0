"""`portal plan`: the plan that follows from facts, without a database or a server."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from portal.core.errors import CannotRun
from portal.followups.facts_json import parse_facts, serialize_plan
from portal.followups.facts_parsing import MalformedFacts
from portal.followups.rules.plan import plan


@click.command("plan")
@click.argument("file", metavar="FACTS.json")
def command(file: str) -> None:
    """Plan an application from its facts, or a list of applications; FACTS.json may be - for standard input.

    Prints the plan as JSON. Exits 2, naming the field by its path, for facts that are malformed.

    Example: portal plan facts.json
    """
    try:
        facts = parse_facts(_text(file))
    except MalformedFacts as malformed:
        click.echo(str(malformed), err=True)
        sys.exit(2)
    found: Any = (
        [serialize_plan(plan(row)) for row in facts] if isinstance(facts, list) else serialize_plan(plan(facts))
    )
    sys.stdout.buffer.write(json.dumps(found, ensure_ascii=True, indent=1).encode() + b"\n")


def _text(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except (OSError, ValueError) as error:
        raise CannotRun(f"{file}: {getattr(error, 'strerror', None) or error}") from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedFacts("", f"no UTF-8: byte {error.start} cannot be read") from error
