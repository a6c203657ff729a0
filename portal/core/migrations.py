"""Bringing a database to the schema that this program was written for."""

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from portal.core.resources import ROOT

FOLDER = ROOT / "migrations"
_TENANT_TABLES = """
select format('%I.%I', schemaname, tablename) from pg_policies where schemaname = 'public' and policyname = 'tenant'
"""


def upgrade(admin_url: str, program_role: str, revision: str = "head", *, moves_clock: bool = True) -> None:
    """Bring the database to `revision`; `program_role` may then do what the program does and no more.

    Only a demo or a test moves the portal's clock (`moves_clock`); in production its role may not.
    """
    command.upgrade(_config(admin_url, program_role), revision)
    with create_engine(admin_url, poolclass=NullPool).begin() as connection:
        role = connection.dialect.identifier_preparer.quote(program_role)
        verb = f"grant update on ops.clock to {role}" if moves_clock else f"revoke update on ops.clock from {role}"
        connection.execute(text(verb))


def remove_all(admin_url: str, program_role: str) -> None:
    """Remove all that migrations have made in the database, also those of an earlier version of this program."""
    with create_engine(admin_url, poolclass=NullPool).begin() as connection:
        known = is_known(connection)
        if not known:
            for table in connection.scalars(text(_TENANT_TABLES)).all():
                connection.execute(text(f"drop table {table} cascade"))
            connection.execute(text("drop schema ops cascade"))
    if known:
        downgrade(admin_url, program_role, "base")


def downgrade(admin_url: str, program_role: str, revision: str) -> None:
    """Bring the database to an earlier `revision`; `base` is an empty one."""
    command.downgrade(_config(admin_url, program_role), revision)


def analyze(admin_url: str) -> None:
    """Have PostgreSQL count every table, so that it plans by what is in them.

    By itself it counts only what changed much and a while ago. It joins tables that it takes for empty row by row, and
    the page of a note took twelve seconds.
    """
    with create_engine(admin_url, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("analyze"))


def head_revision() -> str:
    """Return the revision that this program was written for."""
    found = ScriptDirectory(str(FOLDER)).get_current_head()
    if found is None:
        raise RuntimeError(f"no migration stands in {FOLDER}")
    return found


def current_revision(connection: Connection) -> str | None:
    """Return the revision that a database is at, None if it was never migrated."""
    if connection.scalar(text("select to_regclass('ops.alembic_version')")) is None:
        return None
    found: str | None = connection.scalar(text("select version_num from ops.alembic_version"))
    return found


def is_known(connection: Connection) -> bool:
    """Return whether this program has the revision that the database is at; an earlier version had others."""
    found = current_revision(connection)
    return found is None or found in {script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()}


def _config(admin_url: str, program_role: str) -> Config:
    with create_engine(admin_url, poolclass=NullPool).connect() as connection:
        connection.execute(text("create schema if not exists ops"))
        connection.commit()
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["url"] = admin_url
    config.attributes["program_role"] = program_role
    return config
