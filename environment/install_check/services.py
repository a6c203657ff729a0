"""A stand-in for systemd: it checks the units, and starts and stops what their `ExecStart` says."""

import json
import shlex
import signal
import socket
import subprocess
from configparser import ConfigParser
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from dotenv import dotenv_values

from environment.install_check.scratch import ScratchRoot
from environment.install_check.servers import CheckFailed
from portal.core.subprocesses import ManagedProcess
from portal.embedded import servers as embedded

SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True)
class Unit:
    """What a unit file says about its program."""

    command: list[str]
    variables: dict[str, str]
    folder: str | None
    is_oneshot: bool
    stop_seconds: float

    @classmethod
    def read(cls, path: Path) -> "Unit":
        """Return the unit in this file."""
        parser = ConfigParser(interpolation=None)
        parser.optionxform = str  # type: ignore[assignment, method-assign] # systemd's names keep their case
        parser.read_string(path.read_text("utf-8"))
        service = parser["Service"]
        settings = dotenv_values(service.get("EnvironmentFile", "/dev/null"), interpolate=False)
        return cls(
            command=shlex.split(service["ExecStart"]),
            variables={name: value for name, value in settings.items() if value is not None},
            folder=service.get("WorkingDirectory"),
            is_oneshot=service.get("Type") == "oneshot",
            stop_seconds=service.getfloat("TimeoutStopSec", 90.0),
        )


class ServiceManager:
    """Does what the commands `systemctl …` of the page ask for, over a socket, until their script ends."""

    def __init__(self, scratch: ScratchRoot) -> None:
        self._scratch = scratch
        self._services: dict[str, tuple[ManagedProcess, float]] = {}
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(self.address))
        self._listening.listen()
        self._listening.settimeout(0.2)

    @property
    def address(self) -> Path:
        """Return the path of the socket."""
        return self._scratch.folder / "systemctl.sock"

    def serve_while(self, script: "subprocess.Popen[bytes]") -> int:
        """Answer requests until the script ends; return its exit code."""
        while script.poll() is None:
            try:
                connection, _ = self._listening.accept()
            except TimeoutError:
                continue
            with connection:
                connection.sendall(json.dumps(self._answer(json.loads(connection.recv(65536)))).encode())
        return script.returncode

    def require_running(self) -> None:
        """Raise `CheckFailed` for a service that has ended by itself."""
        for name, (process, _) in self._services.items():
            if not process.alive:
                raise CheckFailed(f"{name} has ended by itself:\n{self._scratch.log(name).read_text('utf-8')[-2000:]}")

    def close(self) -> None:
        """Stop every service, the last one first."""
        self._listening.close()
        for name in reversed(list(self._services)):
            self._stop(name)

    def _answer(self, arguments: list[str]) -> str:
        """Return what is wrong with the request, "" if it was done."""
        verb, *names = [argument for argument in arguments if argument != "--now"]
        try:
            if verb == "daemon-reload":
                self._verify_units()
            for name in names:
                self._act(verb, name.removesuffix(".service"))
        except (CheckFailed, OSError, subprocess.CalledProcessError) as error:
            return str(error)
        return ""

    def _act(self, verb: str, name: str) -> None:
        if verb in ("stop", "restart"):
            self._stop(name)
        if verb == "reload" and name in self._services:
            self._services[name][0].send(signal.SIGHUP)
        elif verb in ("start", "restart", "enable", "reload") and not name.endswith(".timer"):
            self._start(name, self._unit(name))

    def _verify_units(self) -> None:
        units = sorted((self._scratch.folder / "etc/systemd/system").iterdir())
        found = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
        if found.returncode or found.stderr.strip():
            raise CheckFailed(f"systemd-analyze verify: {found.stderr}")

    def _unit(self, name: str) -> Unit:
        etc = self._scratch.folder / "etc"
        if name == "nginx":
            return Unit(["nginx", "-g", "daemon off;"], {}, None, False, 10)
        if name == "pgbouncer":
            wrapper, _ = embedded.unprivileged_wrapper()
            return Unit([*wrapper, "pgbouncer", str(etc / "pgbouncer/pgbouncer.ini")], {}, None, False, 10)
        return Unit.read(etc / f"systemd/system/{name}.service")

    def _start(self, name: str, unit: Unit) -> None:
        """Start the unit's program with its own variables alone; wait for the end of one that runs once."""
        path = f"{self._scratch.bin}:{embedded.postgres_programs()}:{SYSTEM_PATH}"
        variables = {"PATH": path, "LANG": "C.UTF-8", **unit.variables}
        if unit.is_oneshot:
            subprocess.run(unit.command, env=variables, cwd=unit.folder or "/", check=True)
            return
        process = ManagedProcess(
            name, unit.command, log=self._scratch.log(name), variables=variables, folder=unit.folder or "/"
        )
        process.start()
        self._services[name] = (process, unit.stop_seconds)

    def _stop(self, name: str) -> None:
        """Stop the service; raise `CheckFailed` if it needs longer than its unit grants."""
        if name not in self._services:
            return
        process, seconds = self._services.pop(name)
        began = monotonic()
        process.stop(seconds)
        if monotonic() - began >= seconds:
            raise CheckFailed(f"{name} did not end within {seconds:.0f} s")
