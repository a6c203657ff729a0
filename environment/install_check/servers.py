"""The servers that an installation finds on its machine: PostgreSQL, Valkey, and a mail server, by TCP."""

import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Event
from time import monotonic

from environment.install_check.scratch import ScratchRoot
from portal.core.subprocesses import ManagedProcess
from portal.embedded import servers as embedded

SECONDS = 60.0


class CheckFailed(Exception):
    """The installation is not as the page says; the text says why."""


@contextmanager
def running(scratch: ScratchRoot) -> Iterator[None]:
    """Run the three servers for the block."""
    with ExitStack() as stack:
        for start in (_postgres, _valkey, _mail):
            process = start(scratch)
            process.start()
            stack.callback(process.stop)
        for port in (5432, 6379):
            wait_until(partial(_listens, scratch.port(port)), f"the server of port {port} started")
        yield


def wait_until(is_true: Callable[[], bool], what: str, seconds: float = SECONDS) -> None:
    """Wait until it is true; raise `CheckFailed` if it does not become true in time."""
    deadline, pause = monotonic() + seconds, Event()
    while not is_true():
        if monotonic() > deadline:
            raise CheckFailed(f"not true after {seconds:.0f} s: {what}")
        pause.wait(0.1)


def sockets(scratch: ScratchRoot) -> Path:
    """Return the folder of PostgreSQL's socket, where every user may connect as any role."""
    return scratch.folder / "run"


def maildir(scratch: ScratchRoot) -> Path:
    """Return the Maildir of all email that was accepted."""
    return scratch.folder / "var/mail"


def _postgres(scratch: ScratchRoot) -> ManagedProcess:
    wrapper, owner = embedded.unprivileged_wrapper()
    data, programs = scratch.folder / "var/postgres", embedded.postgres_programs()
    for folder in (data, sockets(scratch)):
        folder.mkdir(exist_ok=True)
        with suppress(PermissionError):
            shutil.chown(folder, owner)
    initdb = [*wrapper, str(programs / "initdb"), "-D", str(data), "-U", "postgres", "--auth-local=trust"]
    subprocess.run([*initdb, "--auth-host=scram-sha-256", "--no-sync"], check=True, capture_output=True)
    settings = (
        f"port={scratch.port(5432)}",
        "listen_addresses=127.0.0.1",
        f"unix_socket_directories={sockets(scratch)}",
        "fsync=off",
    )
    options = [part for setting in settings for part in ("-c", setting)]
    command = [*wrapper, str(programs / "postgres"), "-D", str(data), *options]
    return ManagedProcess("PostgreSQL", command, log=scratch.log("postgres"), end_by=signal.SIGINT)


def _valkey(scratch: ScratchRoot) -> ManagedProcess:
    options = [
        "--bind",
        "127.0.0.1",
        "--port",
        str(scratch.port(6379)),
        "--save",
        "",
        "--dir",
        str(scratch.folder / "var"),
    ]
    return ManagedProcess("Valkey", [str(embedded.valkey_program()), *options], log=scratch.log("valkey"))


def _mail(scratch: ScratchRoot) -> ManagedProcess:
    descriptor = socket.create_server(("127.0.0.1", scratch.port(25))).detach()  # the mail server's from here on
    command = [sys.executable, "-m", "portal.cli.demo.mail_catcher", str(descriptor), str(maildir(scratch))]
    return ManagedProcess("mail server", command, log=scratch.log("mail"), sockets=[descriptor])


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
