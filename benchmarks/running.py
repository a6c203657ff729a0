"""A portal of the benchmarks' own: servers, settings as in production, an application; nothing of it stays behind."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from portal.app import create_app
from portal.cli.migrate import migrate
from portal.core.garbage_collection import gc_paused
from portal.core.settings import Settings
from portal.embedded import servers as embedded_servers
from portal.embedded.data_dir import lock_data_dir
from portal.jobs import runner


@dataclass(frozen=True)
class Portal:
    """What a benchmark works with; `variables` are what its other processes are told."""

    app: Flask
    settings: Settings
    variables: dict[str, str]

    def analyze(self) -> None:
        """The planner knows how many rows there are, as it does soon after they came."""
        with create_engine(self.settings.admin_url or "", poolclass=NullPool).connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("vacuum analyze"))


@contextmanager
def portal(smtp_port: int = 9) -> Iterator[Portal]:
    """A migrated, empty portal for the block, on servers that do not wait for the disk: that is the disk's figure."""
    folder = Path(tempfile.mkdtemp(prefix="portal-bench-"))
    try:
        with lock_data_dir(folder) as held, embedded_servers.run_servers(held, durable=False) as servers:
            variables = {
                "PORTAL_ENV": "production",
                "PORTAL_VAR": str(folder),
                "PORTAL_URL_SCHEME": "http",
                "PORTAL_SECRET_KEY": "kept for as long as a benchmark",
                "PORTAL_MAIL_DOMAIN": "mail.example",
                "DATABASE_URL": servers.database_url,
                "DATABASE_ADMIN_URL": servers.admin_url,
                "DATABASE_BACKUP_URL": servers.backup_url,
                "DATABASE_PREPARES": "yes",
                "REDIS_URL": servers.redis_url,
                "SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
                "PORTAL_MAIL_RATE": "0",
                "PORTAL_MAIL_DOMAIN_RATE": "0",
            }
            settings = Settings.from_environment(variables)
            migrate(settings)
            with gc_paused():  # as `portal` begins, so that no round pays for looking through what was imported
                made = create_app(settings)
            with runner.jobs_context(made) as app:
                yield Portal(app, settings, variables)
    finally:
        shutil.rmtree(folder)
