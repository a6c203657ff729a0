"""A program that serves pages, started for as long as it is asked."""

import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from benchmarks.running import Portal
from portal.cli.demo.sockets import listen
from portal.core.subprocesses import ManagedProcess


@contextmanager
def served(running: Portal, command: list[str]) -> Iterator[int]:
    """The port at which the program serves, for the block."""
    with ExitStack() as stack:
        (opened,) = stack.enter_context(listen(0))
        child = ManagedProcess(
            command[1],
            [sys.executable, *command, f"--socket={opened.fileno()}"],
            log=running.settings.var / f"{command[1]}.log",
            variables=running.variables,
            sockets=[opened.fileno()],
        )
        child.start()
        stack.callback(child.stop)
        yield _port(opened)


def _port(opened: socket.socket) -> int:
    port: int = opened.getsockname()[1]
    return port
