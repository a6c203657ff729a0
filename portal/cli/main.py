"""The command `portal`: a name and a summary of each command, which is only imported when it runs."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

import click

from portal.core.errors import ActionRefused, CannotRun
from portal.core.garbage_collection import gc_paused


@dataclass(frozen=True)
class CommandEntry:
    """Where a command is, as `command` of its module, and its line in `portal --help`."""

    module: str
    line: str


COMMANDS = {
    "account": CommandEntry("portal.cli.account", "Invite and list people, end access, or hand over work."),
    "agency": CommandEntry("portal.cli.agency", "Create, list, suspend, export, and delete agencies."),
    "audit": CommandEntry("portal.cli.audit", "Keep a digest of the audit log, and verify it."),
    "backup": CommandEntry("portal.cli.backup", "Write the whole database into a folder."),
    "check": CommandEntry("portal.cli.check", "Check that everything the portal needs is there."),
    "demo": CommandEntry("portal.cli.demo.commands", "Run the demo, reset it, or move its clock."),
    "import": CommandEntry("portal.cli.importing", "Import a file of records, or read an agency's export back."),
    "inbound": CommandEntry("portal.cli.inbound", "Take in one email from a mail server's pipe."),
    "inspect": CommandEntry("portal.cli.inspect", "Show what the file readers find in a file."),
    "lmtp": CommandEntry("portal.cli.lmtp", "Take in emails from a mail server over LMTP."),
    "migrate": CommandEntry("portal.cli.migrate", "Update the database to this program's schema."),
    "outbox": CommandEntry("portal.cli.outbox", "List and show emails, retry one, or pause all sending."),
    "plan": CommandEntry("portal.cli.plan", "Plan an application from a file of facts."),
    "restore": CommandEntry("portal.cli.restore", "Put a backup in place, with all sending paused."),
    "scheduler": CommandEntry("portal.cli.scheduler", "Run the scheduler, which checks every minute what is due."),
    "web": CommandEntry("portal.cli.web", "Serve the pages."),
    "worker": CommandEntry("portal.cli.worker", "Run the workers of all three queues."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported one at a time: `portal plan` never waits for the web."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        with gc_paused():
            command: click.Command = import_module(entry.module).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.line) for name, entry in COMMANDS.items()])


@click.group(cls=LazyGroup)
@click.version_option(package_name="portal", message="%(version)s")
def cli() -> None:
    """Run the interview follow-up portal for staffing agencies.

    Example: portal plan facts.json
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line.

    Exit 0, 1 (it ran, and the answer is no), or 2 (bad input, or it cannot run), and say why.
    """
    try:
        cli(arguments, prog_name="portal")
    except CannotRun as error:
        _exit_with(str(error), 2)
    except ActionRefused as error:
        _exit_with(error.sentence % error.values, 1)


def _exit_with(sentence: str, code: int) -> None:
    click.echo(f"portal: {sentence}", err=True)
    sys.exit(code)
