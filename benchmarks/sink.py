"""A local server that takes every mail and keeps none: Postfix's `smtp-sink` where there is one, else aiosmtpd."""

import asyncio
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

from portal.core.children import Child

SECONDS = 20


@contextmanager
def sink() -> Iterator[tuple[str, int]]:
    """Which server it is and the port it listens at, for the block, in a process of its own."""
    port, postfix = _free_port(), shutil.which("smtp-sink") or shutil.which("smtp-sink", path="/usr/sbin")
    command = [postfix, f"127.0.0.1:{port}", "100"] if postfix else [sys.executable, "-m", "benchmarks.sink", str(port)]
    child = Child("sink", command)
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
    """Takes everything."""

    async def handle_DATA(self, *_asked: Any) -> str:
        return "250 OK"


async def _serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(_Nowhere()), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
