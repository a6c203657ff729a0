"""A portal in which everything has just shown that it runs, and mail servers that misbehave."""

from collections.abc import Iterator

import pytest
from redis import Redis

from portal.core import heartbeats, queue
from portal.core.settings import Settings
from tests.messaging.conftest import Outbox, outbox, server

__all__ = ["outbox", "server"]


@pytest.fixture
def all_is_well(outbox: Outbox, settings: Settings) -> Iterator[Redis]:
    """A scheduler and workers of each queue have just shown themselves."""
    for name in queue.QUEUES:
        heartbeats.beat(outbox.firm.session, name)
    outbox.firm.commit()
    with Redis.from_url(settings.redis_url or "") as redis:
        redis.set(heartbeats.SCHEDULER_KEY, "now")
        yield redis
        redis.delete(heartbeats.SCHEDULER_KEY)
