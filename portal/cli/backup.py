"""`portal backup`: the whole database in a folder."""

from pathlib import Path

import click

from portal.cli.connections import connected_settings
from portal.core import backups
from portal.core.settings import SettingsError

FOLDER = click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))


@click.command("backup")
@FOLDER
def command(folder: Path) -> None:
    """Write the whole database into a new folder, as the role of DATABASE_BACKUP_URL. Print DIR, its bytes, its moment.

    The portal may run meanwhile: a backup is as of one moment. `portal restore` reads it.

    Example: portal backup /var/backups/portal/2026-11-30
    """
    with connected_settings() as settings:
        if settings.backup_url is None:
            raise SettingsError("DATABASE_BACKUP_URL", "is needed to back up")
        made = backups.write(settings.backup_url, folder)
    click.echo(f"{folder} bytes={made.dump.stat().st_size} taken_at={made.taken_at:%Y-%m-%dT%H:%M:%SZ}")
