"""Programs that would change the machine itself, replaced for the page's commands."""

import json
import socket
import sys
from pathlib import Path

from environment.install_check.scratch import ScratchRoot

NOTHING = "exit 0"
"""For what the machine has already, or would give to a user that it does not have."""
AS_USER = """shift
[ "$1" != postgres ] || export PGUSER=postgres
shift 2
exec "$@"
"""
"""PostgreSQL takes the name of the user as the role; the portal runs as whoever runs the check."""


def install(scratch: ScratchRoot, address: Path) -> None:
    """Put every stand-in into the scratch folder's `bin`."""
    programs = {
        "apt-get": NOTHING,
        "useradd": NOTHING,
        "chown": NOTHING,
        "runuser": AS_USER,
        "nginx": f'exec /usr/sbin/nginx -e "{scratch.log("nginx")}" -c "{scratch.folder}/etc/nginx/nginx.conf" "$@"',
        "systemctl": f'exec "{sys.executable}" "{__file__}" "{address}" "$@"',
    }
    for name, text in programs.items():
        path = scratch.bin / name
        path.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
        path.chmod(0o755)


def systemctl(address: str, arguments: list[str]) -> int:
    """Have the service manager do what the arguments ask for; print what is wrong, and return the exit code."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(address)
        connection.sendall(json.dumps(arguments).encode())
        connection.shutdown(socket.SHUT_WR)
        problem = json.loads(b"".join(iter(lambda: connection.recv(65536), b"")))
    if problem:
        print(f"systemctl {' '.join(arguments)}: {problem}", file=sys.stderr)
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(systemctl(sys.argv[1], sys.argv[2:]))
