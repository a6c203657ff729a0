"""The processes of a running demo: web, worker, scheduler, and mail catcher; each is restarted when it dies."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from portal.core.settings import Settings
from portal.core.subprocesses import ManagedProcess

CATCHER = "catcher"


def server_variables(settings: Settings, catcher: Sequence[int]) -> dict[str, str]:
    """Return the environment variables that tell the processes, and this user's other commands, what runs.

    The user's own mail server, with its password, is not among them: they find it where this process found it.
    """
    smtp = settings.smtp if catcher else None
    found = {
        "PORTAL_ENV": settings.environment,
        "PORTAL_VAR": str(settings.var),
        "PORTAL_PORT": str(settings.port),
        "DATABASE_URL": settings.database_url,
        "DATABASE_ADMIN_URL": settings.admin_url,
        "DATABASE_BACKUP_URL": settings.backup_url,
        "DATABASE_PREPARES": "yes" if settings.prepares else None,
        "REDIS_URL": settings.redis_url,
        "SMTP_URL": f"smtp://{smtp.host}:{smtp.port}" if smtp else None,
    }
    return {name: value for name, value in found.items() if value}


def demo_processes(settings: Settings, web: Sequence[int], catcher: Sequence[int]) -> list[ManagedProcess]:
    """Return the processes in the order of their start, not yet started; `web` and `catcher` are listening sockets."""
    said = {**os.environ, **server_variables(settings, catcher)}
    filing = ["-m", "portal.cli.demo.mail_catcher", *map(str, catcher), str(settings.var / "mail")]
    serving = ["-m", "portal", "web", *(f"--socket={number}" for number in web)]
    return [
        *([_process(CATCHER, filing, settings, said, catcher)] if catcher else []),
        _process("worker", ["-m", "portal", "worker"], settings, said),
        _process("scheduler", ["-m", "portal", "scheduler"], settings, said),
        _process("web", serving, settings, said, web),
    ]


@contextmanager
def run_processes(children: Sequence[ManagedProcess]) -> Iterator[None]:
    """Run the processes for the block, then end them all at once, but the mail catcher after the others.

    The worker may be in the middle of sending a message.
    """
    for child in children:
        if child.log:
            child.log.unlink(missing_ok=True)
    try:
        for child in children:
            child.start()
        yield
    finally:
        for child in children:
            if child.name != CATCHER:
                child.terminate()
        for child in reversed(children):
            child.stop()


def restart_dead(children: Sequence[ManagedProcess]) -> list[str]:
    """Restart every process that has died; return their names, and print them."""
    dead = [child for child in children if not child.alive]
    for child in dead:
        child.start()
        click.echo(f"The {child.name} stopped and was started again{_log_hint(child.log)}.", err=True)
    return [child.name for child in dead]


def _process(
    name: str, command: Sequence[str], settings: Settings, said: Mapping[str, str], sockets: Sequence[int] = ()
) -> ManagedProcess:
    """Return the process; in development it writes to the terminal, in a demo to a log file."""
    log = None if settings.environment == "dev" else settings.var / f"{name}.log"
    return ManagedProcess(name, [sys.executable, *command], log=log, variables=said, sockets=sockets)


def _log_hint(log: Path | None) -> str:
    return f"; {log} says why" if log else ""
