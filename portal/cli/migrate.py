"""`portal migrate`: bring the database to this program's schema."""

import click
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from portal.cli.connections import connected_settings
from portal.core import migrations
from portal.core.errors import CannotRun
from portal.core.settings import Settings, SettingsError

CONNECT_SECONDS = 10


@click.command("migrate")
def command() -> None:
    """Bring the database to this program's schema, as the role of DATABASE_ADMIN_URL. Done already: nothing changes.

    Example: DATABASE_ADMIN_URL=postgresql://owner@db/portal portal migrate
    """
    with connected_settings() as settings:
        click.echo(f"The database is at {migrate(settings)}.")


def migrate(settings: Settings) -> str:
    """Bring the database to this program's schema and return its revision.

    Raise `CannotRun` when it cannot be reached, and for one that an earlier version made.
    """
    if settings.admin_url is None:
        raise SettingsError("DATABASE_ADMIN_URL", "is needed to migrate")
    check_connection(settings)
    migrations.upgrade(settings.admin_url, settings.program_role, moves_clock=settings.is_local)
    return migrations.head_revision()


def check_connection(settings: Settings) -> None:
    """Raise `CannotRun` when the owner's database cannot be reached, or an earlier version made it."""
    try:
        with create_engine(
            settings.admin_url or "", poolclass=NullPool, connect_args={"connect_timeout": CONNECT_SECONDS}
        ).connect() as connection:
            earlier = earlier_version(connection, settings)
    except OperationalError as error:
        raise CannotRun(f"DATABASE_ADMIN_URL: can't reach the database: {str(error.orig).splitlines()[0]}") from error
    if earlier:
        raise CannotRun(f"the database was {earlier}")


def earlier_version(connection: Connection, settings: Settings) -> str | None:
    """Return what to do about a database that an earlier version made, None for any other."""
    if migrations.is_known(connection):
        return None
    if settings.environment == "demo":
        return "made by an earlier version: run `portal demo reset`"
    revision = migrations.current_revision(connection)
    return f"made by an earlier version (schema {revision}), which cannot be migrated: name an empty database"
