"""The servers that a command uses: those its environment names, a running demo's, or embedded ones started for it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import OperationalError

from portal.core import logs
from portal.core.errors import CannotRun
from portal.core.settings import DEFAULT_VAR, Settings, read_environment
from portal.embedded.data_dir import lock_data_dir, published_env

if TYPE_CHECKING:
    from portal.embedded.servers import RunningServers


def demo_environment() -> dict[str, str]:
    """Return the environment, and for what it does not name, the servers of a demo that runs on `PORTAL_VAR`."""
    env = read_environment()
    if env.get("DATABASE_URL"):
        return env
    return (published_env(Path(env.get("PORTAL_VAR") or DEFAULT_VAR)) or {}) | env


@contextmanager
def connected_settings() -> Iterator[Settings]:
    """Yield settings that name a database and a Redis, for the block.

    Raise `CannotRun`, also for an unreachable database.
    """
    settings = Settings.from_environment(demo_environment())
    configure_logging(settings)
    try:
        with _with_embedded_servers(settings) as found:
            yield found
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise CannotRun(f"DATABASE_URL: can't reach the database: {reason}") from error


@contextmanager
def _with_embedded_servers(settings: Settings) -> Iterator[Settings]:
    if settings.database_url and settings.redis_url:
        yield settings
        return
    from portal.embedded import servers as embedded_servers  # noqa: PLC0415 - an extra that production does not have

    with lock_data_dir(settings.var) as held, embedded_servers.run_servers(held) as servers:
        yield with_servers(settings, servers)


def with_servers(settings: Settings, servers: "RunningServers") -> Settings:
    """Return the settings with embedded servers in place of those that they do not name."""
    if settings.database_url is None:
        settings = replace(
            settings,
            database_url=servers.database_url,
            admin_url=servers.admin_url,
            backup_url=servers.backup_url,
            prepares=True,
        )
    return replace(settings, redis_url=settings.redis_url or servers.redis_url)


def configure_logging(settings: Settings) -> None:
    """Log JSON from INFO up in production; elsewhere plain lines from WARNING up."""
    local = settings.is_local
    logs.configure(logging.WARNING if local else logging.INFO, as_json=not local)
