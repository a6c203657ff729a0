"""A scratch folder in which the page's commands run as on a machine of their own."""

import os
import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from environment.wheel import DIST, ROOT

_FOLDERS = re.compile(r"(?<![\w./$-])/(?=(?:etc|opt|usr/local|var)/)")
_PORTS = re.compile(r"(127\.0\.0\.1:|(?:\b|_)port ?= ?|_PORT='|listen (?:\[::\]:)?)(\d+)\b")
_MADE = ("etc/nginx/sites-available", "etc/nginx/sites-enabled", "etc/pgbouncer", "etc/systemd/system", "usr/local/bin")
_MADE_TOO = ("usr/local/sbin", "var/lib/portal", "var/lib/nginx", "var/log/nginx", "run", "bin")
NGINX_TEMP = "".join(
    f"\n\t{kind}_temp_path /var/lib/nginx/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
)


@dataclass
class ScratchRoot:
    """A folder that stands for `/`, and free ports that stand for the page's.

    `translate` is the one place that puts them into commands and into the files of `deploy/`.
    """

    folder: Path
    _ports: dict[int, int] = field(default_factory=dict)
    _candidates: Iterator[int] = field(default_factory=lambda: iter(range(20000 + os.getpid() % 1000 * 10, 32000)))
    """Below the ports that the kernel gives to connections."""

    def translate(self, text: str) -> str:
        """Return the text with this folder before every path of an installation, and with free ports."""
        text = _FOLDERS.sub(f"{self.folder}/", text)
        return _PORTS.sub(lambda found: f"{found[1]}{self.port(int(found[2]))}", text)

    def port(self, number: int) -> int:
        """Return the free port that stands for this one."""
        if number not in self._ports:
            self._ports[number] = next(port for port in self._candidates if _is_free(port))
        return self._ports[number]

    @property
    def bin(self) -> Path:
        """Return the folder of programs that come before the machine's."""
        return self.folder / "bin"

    @property
    def delivery(self) -> Path:
        """Return the folder that the page's commands run in: what was built, and `deploy/`."""
        return self.folder / "delivery"

    def prepare(self) -> None:
        """Create the folders that a machine has, with nginx's configuration, and what is delivered to it."""
        self.folder.chmod(0o755)
        for name in (*_MADE, *_MADE_TOO):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        shutil.copytree(DIST, self.delivery / "dist")
        self._copy(ROOT / "deploy", self.delivery / "deploy")
        self._configure_nginx()

    def log(self, name: str) -> Path:
        """Return the file with the output of a service."""
        return self.folder / "var/log" / f"{name}.log"

    def _copy(self, source: Path, target: Path) -> None:
        for path in sorted(source.rglob("*")):
            copy = target / path.relative_to(source)
            if path.is_file():
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_text(self.translate(path.read_text("utf-8")), "utf-8")
                copy.chmod(path.stat().st_mode)

    def _configure_nginx(self) -> None:
        """Copy Debian's nginx.conf, with its pid and temporary files in this folder, too."""
        text = Path("/etc/nginx/nginx.conf").read_text("utf-8")
        text = text.replace("http {", "http {" + NGINX_TEMP, 1).replace(" /run/", " /var/")
        (self.folder / "etc/nginx/nginx.conf").write_text(self.translate(text), "utf-8")
        shutil.copy("/etc/nginx/mime.types", self.folder / "etc/nginx/mime.types")


def _is_free(port: int) -> bool:
    with suppress(OSError), socket.create_server(("127.0.0.1", port)):
        return True
    return False
