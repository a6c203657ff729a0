"""Sockets that are opened before anything starts, and whether the server behind one is ready."""

import errno
import http.client
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from portal.core.errors import CannotRun

BACKLOG = 256
TIMEOUT_SECONDS = 5.0


@contextmanager
def listen(port: int) -> Iterator[list[socket.socket]]:
    """Yield sockets that listen at the port on this machine's own addresses, for the block.

    At port 0 there is one socket, at any free port. Raise `CannotRun` if the port is taken.
    """
    with ExitStack() as stack:
        yield [stack.enter_context(opened) for opened in _open_sockets(port)]


def is_ready(port: int, host: str) -> bool:
    """Return whether the portal says that it is ready. Only browsers resolve `x.localhost`, so the host is a header."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", "/readyz", headers={"Host": f"{host}:{port}"})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _open_sockets(port: int) -> Iterator[socket.socket]:
    yield _listening_socket(socket.AF_INET, "127.0.0.1", port)
    if port and _has_ipv6():
        yield _listening_socket(socket.AF_INET6, "::1", port)


def _listening_socket(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    opened = socket.socket(family, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((address, port))
        opened.listen(BACKLOG)
    except OSError as error:
        opened.close()
        reason = (
            "is in use by another program" if error.errno == errno.EADDRINUSE else f"cannot be had: {error.strerror}"
        )
        raise CannotRun(f"PORTAL_PORT: port {port} {reason}") from error
    return opened


def _has_ipv6() -> bool:
    """Return whether this machine has IPv6; browsers may resolve `x.localhost` to ::1 first."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True
