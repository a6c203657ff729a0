"""`portal restore`: the database as a backup has it, with all sending paused."""

from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from portal.app import create_app
from portal.cli.backup import FOLDER
from portal.cli.connections import connected_settings
from portal.cli.migrate import check_connection, migrate
from portal.cli.progress import progress_bar
from portal.core import backups, machine_clock, migrations
from portal.core.backups import Backup
from portal.core.errors import CannotRun
from portal.core.services import replace_services
from portal.core.settings import Settings, SettingsError
from portal.jobs import replay, runner

RESTORING = "a restore that has not ended: run portal restore once more"
_OTHERS = text(
    "select count(*) from pg_stat_activity "
    "where datname = current_database() and usename is not null and pid <> pg_backend_pid()"
)
_PAUSE = text("insert into ops.sending (paused_at, reason) values (ops.now(), :reason)")
_RESTORED = text("update ops.sending set reason = :reason")


@click.command("restore")
@FOLDER
def command(folder: Path) -> None:
    """Put a backup in place of what is in the database, as the role of DATABASE_ADMIN_URL, and pause all sending.

    Stop the portal first. What is in the database is backed up beside DIR before that. Email that may have gone out
    after the backup was taken is held: it is unknown, and is not sent again by itself. Print DIR and how many emails
    that is. `portal outbox release` lets email go out again.

    Example: portal restore /var/backups/portal/2026-11-30
    """
    with connected_settings() as settings:
        if settings.admin_url is None:
            raise SettingsError("DATABASE_ADMIN_URL", "is needed to restore")
        found = backups.read(folder)
        check_connection(settings)
        owner = create_engine(settings.admin_url, poolclass=NullPool)
        replaced = _put_aside(settings, owner, folder)
        backups.load(found, settings.admin_url)
        with owner.begin() as connection:
            connection.execute(_PAUSE, {"reason": RESTORING})
        migrate(settings)
        held = _replay(settings, owner, found)
        with owner.begin() as connection:
            connection.execute(_RESTORED, {"reason": f"restored from the backup of {_words(found.taken_at)}"})
    click.echo(f"{folder} held={held}")
    if replaced:
        click.echo(f"What was in the database is in {replaced}.", err=True)
    click.echo("Sending is paused. Look at the emails that are held, then run: portal outbox release", err=True)


def _put_aside(settings: Settings, owner: Engine, folder: Path) -> Path | None:
    """Back up what is in the database beside `folder`, then empty it; return where that is, None for an empty one."""
    with owner.connect() as connection:
        if others := connection.scalar(_OTHERS):
            raise CannotRun(f"{others} others are connected to the database: stop the portal, and its PgBouncer, first")
        if migrations.current_revision(connection) is None:
            return None
    if settings.backup_url is None:
        raise SettingsError("DATABASE_BACKUP_URL", "is needed to keep what is in the database")
    aside = folder.with_name(f"{folder.name}-replaced-{machine_clock.now():%Y-%m-%dT%H%M%S}")
    backups.write(settings.backup_url, aside)
    migrations.remove_all(settings.admin_url or "", settings.program_role)
    return aside


def _replay(settings: Settings, owner: Engine, backup: Backup) -> int:
    with runner.jobs_context(create_app(settings)) as app:
        replace_services(app, redis=None)
        whole = replay.since(owner, backup.taken_at)
        with progress_bar(whole.run(), whole.steps, "Deciding again") as held:
            return sum(held)


def _words(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
