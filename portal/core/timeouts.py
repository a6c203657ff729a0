"""How long this process waits for the database and for Redis (docs/operating.md#timeouts).

The server ends a statement that takes too long. A server that hangs ends nothing, so the connection has a timeout of
its own; after it, no other is opened for some seconds: else each request in turn would wait as long.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

import psycopg
from psycopg import errors
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy import Engine, event

from portal.core.settings import Settings

CLIENT_MARGIN_SECONDS, RECONNECT_PAUSE_SECONDS = 2.0, 3.0
"""How much longer the connection waits than the server; how long none is opened after one hung."""


@dataclass(frozen=True)
class StatementTimeouts:
    """Seconds that one statement may take, and that it may wait for a lock."""

    statement: float
    lock: float

    @property
    def values(self) -> tuple[str, str]:
        """Return the two as PostgreSQL's settings take them."""
        return f"{self.statement * 1000:.0f}", f"{self.lock * 1000:.0f}"


JOB_TIMEOUTS = StatementTimeouts(110, 30)
"""For jobs, shorter than a job may take (`queue.JOB_TIMEOUT_SECONDS`)."""


def for_pages(settings: Settings) -> StatementTimeouts:
    """Return the limits of a page's statements."""
    return StatementTimeouts(settings.statement_seconds, settings.lock_seconds)


class DatabaseTimeout(psycopg.OperationalError):
    """The database did not answer in time, so the connection is closed."""


class _Connection(psycopg.Connection[Any]):
    """A connection that is closed when its server does not answer in time."""

    limits: Callable[[], StatementTimeouts] = staticmethod(lambda: JOB_TIMEOUTS)

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for the server as long as the limits say."""
        seconds = self.limits().statement + CLIENT_MARGIN_SECONDS if timeout is None else timeout
        until = monotonic() + seconds
        try:
            return super().wait(gen, interval, seconds)
        except psycopg.OperationalError as error:
            if timeout is not None or monotonic() < until:
                raise
            self.pgconn.finish()
            raise DatabaseTimeout("the database did not answer in time") from error


def install(engine: Engine, limits: Callable[[], StatementTimeouts]) -> None:
    """Have the engine's connections wait no longer than the limits, and open again some seconds after one hung."""
    closed_until = [0.0]

    def hung(_context: Any = None) -> None:
        closed_until[:] = [monotonic() + RECONNECT_PAUSE_SECONDS]

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: object, _record: object, arguments: Any, parameters: Any) -> Any:
        if monotonic() < closed_until[0]:
            raise psycopg.OperationalError("the database did not answer a moment ago")
        try:
            connection = _Connection.connect(*arguments, **parameters)
        except errors.ConnectionTimeout:
            hung()
            raise
        connection.limits = limits
        return connection

    @event.listens_for(engine, "handle_error")
    def _failed(context: Any) -> None:
        if isinstance(context.original_exception, DatabaseTimeout):
            hung()


def redis_client(settings: Settings) -> Redis:
    """Return a client of the settings' Redis that waits no longer than they say."""
    return Redis.from_url(settings.redis_url or "", **redis_options(settings))


def redis_options(settings: Settings) -> dict[str, Any]:
    """Return how a client waits for Redis, without retries, which would multiply the timeout."""
    seconds = settings.redis_seconds
    return {"socket_timeout": seconds, "socket_connect_timeout": seconds, "retry": Retry(NoBackoff(), 0)}
