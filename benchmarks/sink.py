"""A local server that takes every mail and keeps none: Postfix's `smtp-sink` where there is one, else aiosmtpd."""

import asyncio
import os
import shutil
import smtplib
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from time import monotonic
from typing import Any

from aiosmtpd.smtp import SMTP

from portal.core.subprocesses import ManagedProcess

SECONDS = 20


@contextmanager
def sink(delay: int = 0) -> Iterator[tuple[str, int]]:
    """Which server it is and the port it listens at, for the block, in a process of its own.

    With a `delay` it is aiosmtpd, which takes so many milliseconds more for each mail.
    """
    port, postfix = _free_port(), None if delay else shutil.which("smtp-sink", path=f"{os.environ['PATH']}:/usr/sbin")
    aiosmtpd = [sys.executable, "-m", "benchmarks.sink", str(port), str(delay)]
    command = [postfix, f"127.0.0.1:{port}", "100"] if postfix else aiosmtpd
    child = ManagedProcess("sink", command)
    child.start()
    try:
        _wait(port)
        yield ("Postfix's smtp-sink" if postfix else "aiosmtpd in its own process"), port
    finally:
        child.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait(port: int) -> None:
    deadline, pause = monotonic() + SECONDS, Event()
    while monotonic() < deadline:
        try:
            smtplib.SMTP("127.0.0.1", port, timeout=SECONDS).quit()
        except OSError:
            pause.wait(0.05)
        else:
            return
    raise RuntimeError("the sink does not answer")


class _Nowhere:
    """Takes everything, after so many milliseconds."""

    def __init__(self, delay: int) -> None:
        self._seconds = delay / 1000

    async def handle_DATA(self, *_asked: Any) -> str:
        if self._seconds:
            await asyncio.sleep(self._seconds)
        return "250 OK"


async def _serve(port: int, delay: int) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(_Nowhere(delay)), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
