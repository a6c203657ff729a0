"""Workers and scheduler as the processes they are: killed, cut off from Redis, told to stop."""

import signal
import uuid
from collections.abc import Iterator
from dataclasses import replace

import psutil
import pytest
from redis.exceptions import RedisError
from rq.job import Job
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from portal.core import queue
from tests.fixtures.house import House
from tests.fixtures.waiting import SECONDS, comes_true


@pytest.fixture(scope="module")
def pool(house: House) -> Iterator[psutil.Process]:
    process = house.start("-m", "portal", "worker")
    assert comes_true(lambda: len(workers(house)) == 3)
    yield psutil.Process(process.pid)
    process.send_signal(signal.SIGTERM)
    assert process.wait(SECONDS) == 0


def workers(house: House) -> set[str]:
    """The queues that have a worker which says so in Redis."""
    with house.redis() as redis:
        served = {redis.hget(key, "queues") for key in redis.scan_iter("rq:worker:*")}
    return {name.decode() for name in served if name}


def carried_out(house: House, name: str) -> bool:
    """Whether a job put into the queue ends well, for only such a one is forgotten at once."""
    with house.redis() as redis:
        arguments = (str(uuid.uuid4()), "expired_leases")
        job = queue.get_queue(name, redis).enqueue(queue.RUN_JOB, args=arguments, result_ttl=0, failure_ttl=600)
        return comes_true(lambda: not Job.exists(job.id, redis))


def test_each_queue_has_a_worker_of_its_own(house: House, pool: psutil.Process) -> None:
    assert workers(house) == set(queue.QUEUES)
    assert len(pool.children()) == 3
    assert [name for name in queue.QUEUES if not carried_out(house, name)] == []


def test_the_process_that_forks_workers_holds_no_connection_of_the_database(pool: psutil.Process) -> None:
    used = {connection.raddr for connection in pool.net_connections("unix")}
    assert not any("PGSQL" in str(address) for address in used)


def test_a_killed_worker_is_replaced_for_the_same_queue(house: House, pool: psutil.Process) -> None:
    victim = pool.children()[0]
    victim.kill()
    assert comes_true(lambda: len(pool.children()) == 3 and victim.pid not in {child.pid for child in pool.children()})
    assert [name for name in queue.QUEUES if not carried_out(house, name)] == []


def test_redis_erased_or_gone_and_back_is_survived(house: House, pool: psutil.Process) -> None:
    with house.redis() as redis:
        redis.flushall()
    assert [name for name in queue.QUEUES if not carried_out(house, name)] == []
    erase_by_killing(house)
    assert comes_true(lambda: len(pool.children()) == 3)
    assert [name for name in queue.QUEUES if not carried_out(house, name)] == []


def test_postgresql_gone_and_back_is_survived(house: House, pool: psutil.Process) -> None:
    assert ticks(house)
    postgres = psutil.Process(house.postgres.pid)
    postgres.kill()
    assert psutil.wait_procs([postgres], timeout=SECONDS)[1] == []
    assert [name for name in queue.QUEUES if not carried_out(house, name)] == []
    assert house.servers.revive() == ["PostgreSQL"]
    assert ticks(house)
    assert len(pool.children()) == 3


def ticks(house: House) -> bool:
    """Whether a worker that is asked for the tick shows, in the database, that it lives."""
    engine = create_engine(house.servers.admin_url, poolclass=NullPool)
    with engine.connect() as connection, house.redis() as redis:
        connection.execute(text("delete from ops.heartbeats"))
        connection.commit()
        queue.get_queue(queue.DUE, redis).enqueue("portal.jobs.tick.tick", result_ttl=0, failure_ttl=600)
        return comes_true(lambda: _rows(engine) == 1)


def _rows(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(text("select count(*) from ops.heartbeats")) or 0


def test_workers_die_with_their_killed_parent(house: House) -> None:
    process = house.start("-m", "portal", "worker")
    parent = psutil.Process(process.pid)
    assert comes_true(lambda: len(parent.children()) == 3)
    children = parent.children()
    process.kill()
    process.wait()
    assert psutil.wait_procs(children, timeout=SECONDS)[1] == []


SCHEDULER = """
import os
from portal.core.settings import Settings
from portal.jobs.schedule import run_scheduler
run_scheduler(Settings.from_environment(os.environ), seconds=1)
"""


def test_two_schedulers_ring_again_after_redis_was_away_and_stop_when_told_without_it(house: House) -> None:
    house = replace(house, number=1)
    both = [house.start("-c", SCHEDULER), house.start("-c", SCHEDULER)]
    assert comes_true(lambda: rung(house))
    erase_by_killing(house)
    assert comes_true(lambda: rung(house))
    assert [process.poll() for process in both] == [None, None]
    valkey = psutil.Process(house.valkey.pid)
    valkey.kill()
    assert psutil.wait_procs([valkey], timeout=SECONDS)[1] == []
    for process in both:
        process.send_signal(signal.SIGTERM)
    assert [process.wait(SECONDS) for process in both] == [0, 0]
    assert house.servers.revive() == ["Valkey"]


def rung(house: House) -> bool:
    """Whether somebody has rung for the tick, and for what somebody waits for, neither of which piles up."""
    with house.redis() as redis:
        try:
            waiting = [queue.get_queue(name, redis).get_job_ids() for name in (queue.DUE, queue.NOW)]
            return all(waiting) and all(len(ids) <= 2 for ids in waiting)
        except RedisError:
            return False


def erase_by_killing(house: House) -> None:
    """Redis is gone for a moment, and with it all that it knew."""
    valkey = psutil.Process(house.valkey.pid)
    valkey.kill()
    assert psutil.wait_procs([valkey], timeout=SECONDS)[1] == []
    assert house.servers.revive() == ["Valkey"]
