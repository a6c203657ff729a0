"""Deleting a demo's data."""

import shutil

from portal.core import migrations
from portal.core.settings import Settings, SettingsError
from portal.embedded.data_dir import lock_data_dir

DATA_FOLDERS = ("postgres", "postgres.new", "valkey", "mail")


def delete_data(settings: Settings) -> None:
    """Delete all of the demo's data; raise `AlreadyRunning` while it runs."""
    with lock_data_dir(settings.var) as held:
        if settings.database_url:
            _empty_database(settings)
        for name in DATA_FOLDERS:
            shutil.rmtree(held.var / name, ignore_errors=True)
        (held.var / "demo.json").unlink(missing_ok=True)


def _empty_database(settings: Settings) -> None:
    if settings.admin_url is None:
        raise SettingsError("DATABASE_ADMIN_URL", "is needed to start over on a database of your own")
    migrations.remove_all(settings.admin_url, settings.program_role)
