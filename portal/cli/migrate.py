"""`portal migrate`: the database at this program's schema."""

import click
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from portal.cli.reach import reached
from portal.core import migrations
from portal.core.errors import CannotRun
from portal.core.settings import Settings, SettingsError

CONNECT_SECONDS = 10


@click.command("migrate")
def command() -> None:
    """Bring the database to this program's schema, as the role of DATABASE_ADMIN_URL. Done already: nothing changes.

    Example: DATABASE_ADMIN_URL=postgresql://owner@db/portal portal migrate
    """
    with reached() as settings:
        click.echo(f"The database stands at {migrate(settings)}.")


def migrate(settings: Settings) -> str:
    """The database stands at head; returns its revision. Raises `CannotRun` when it cannot be reached."""
    if settings.admin_url is None:
        raise SettingsError("DATABASE_ADMIN_URL", "is needed to migrate")
    _reach(settings)
    migrations.upgrade(settings.admin_url, settings.program_role, moves_clock=settings.is_local)
    return migrations.head()


def _reach(settings: Settings) -> None:
    try:
        with create_engine(
            settings.admin_url or "", poolclass=NullPool, connect_args={"connect_timeout": CONNECT_SECONDS}
        ).connect() as connection:
            connection.execute(text("select 1"))
    except OperationalError as error:
        raise CannotRun(
            f"DATABASE_ADMIN_URL: the database cannot be reached: {str(error.orig).splitlines()[0]}"
        ) from error
