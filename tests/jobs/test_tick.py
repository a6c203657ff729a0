"""The tick rings once for each agency and kind of work that is due, however often it comes."""

import uuid
from datetime import datetime, timedelta

import pytest
from redis import Redis
from sqlalchemy.orm import Session

from portal.core import clock, heartbeats, queue, tenancy
from portal.jobs import runner, tick, work
from portal.jobs.work import Work
from portal.messaging import actions as messages
from portal.messaging import pausing
from portal.messaging.models import OutgoingMessage


def put_a_mail(agency_id: uuid.UUID, name: str, wait: timedelta = timedelta(0)) -> None:
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        now = clock.now(session)
        messages.enqueue(
            session,
            kind="test",
            key=uuid.uuid4().hex,
            to_name="Somebody",
            to_email="somebody@example.com",
            payload={},
            queue=name,
            due_at=now + wait,
            now=now - timedelta(seconds=1),
        )


def enqueued(redis: Redis, name: str) -> list[str]:
    """The work and agency of each job in the queue."""
    return [job_id.rpartition("-")[0] for job_id in queue.get_queue(name, redis).get_job_ids()]


def test_what_is_due_is_rung_for_in_its_own_queue(agency_id: uuid.UUID, redis: Redis) -> None:
    put_a_mail(agency_id, "now")
    put_a_mail(agency_id, "due")
    put_a_mail(agency_id, "due", timedelta(hours=1))
    redis.flushdb()
    tick.tick()
    assert enqueued(redis, queue.NOW) == [f"mail_now-{agency_id}"]
    assert enqueued(redis, queue.DUE) == [f"mail_due-{agency_id}"]
    assert queue.get_queue(queue.SLOW, redis).count == 0


def test_a_second_tick_does_not_lengthen_a_queue_that_stands_still(agency_id: uuid.UUID, redis: Redis) -> None:
    put_a_mail(agency_id, "due")
    for _ in range(3):
        tick.tick()
    assert queue.get_queue(queue.DUE, redis).count == 1


def test_the_tick_shows_that_it_lives(redis: Redis) -> None:
    assert redis.ping()
    tick.tick()
    with runner.session() as session:
        age = heartbeats.age(session, queue.DUE)
    assert age is not None and age < timedelta(seconds=10)


def test_moving_the_clock_makes_no_heartbeat_old(redis: Redis) -> None:
    assert redis.ping()
    tick.tick()
    with runner.session() as session:
        clock.advance(session, timedelta(days=3))
    try:
        with runner.session() as session:
            age = heartbeats.age(session, queue.DUE)
            assert age is not None and age < timedelta(seconds=10)
            assert heartbeats.age(session, "nobody") is None
    finally:
        with runner.session() as session:
            clock.advance(session, -timedelta(days=3))


def test_everything_due_runs_to_its_end_in_this_process(agency_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    def drops_one(session: Session, now: datetime) -> int:
        message = session.query(OutgoingMessage).filter_by(state="queued").first()
        if message is None:
            return 0
        messages.cancel(session, message, "probe", now=now)
        return 1

    monkeypatch.setitem(work.WORK, "mail_due", Work(queue.DUE, drops_one))
    for _ in range(3):
        put_a_mail(agency_id, "due")
    assert tick.run_due() == 3
    assert tick.run_due() == 0


def test_what_cannot_be_done_now_does_not_hold_anybody(agency_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(work.WORK, "mail_due", Work(queue.DUE, lambda _session, _now: 0))
    put_a_mail(agency_id, "due")
    assert tick.run_due() == 0


def test_work_that_never_ends_is_an_error(agency_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(work.WORK, "mail_due", Work(queue.DUE, lambda _session, _now: 1))
    monkeypatch.setattr(tick, "PASSES", 3)
    put_a_mail(agency_id, "due")
    with pytest.raises(RuntimeError, match="after 3 passes there is still work"):
        tick.run_due()


def test_what_somebody_waits_for_is_rung_for_between_ticks_and_nothing_else(agency_id: uuid.UUID, redis: Redis) -> None:
    put_a_mail(agency_id, "now", timedelta(hours=1))
    put_a_mail(agency_id, "due")
    redis.flushdb()
    tick.ring_now()
    assert queue.get_queue(queue.NOW, redis).count == 0
    with runner.session() as session:
        clock.advance(session, timedelta(hours=1))
    try:
        tick.ring_now()
        tick.ring_now()
    finally:
        with runner.session() as session:
            clock.advance(session, -timedelta(hours=1))
    assert enqueued(redis, queue.NOW) == [f"mail_now-{agency_id}"]
    assert queue.get_queue(queue.DUE, redis).count == 0


def test_while_sending_is_paused_nobody_rings_for_mail_that_cannot_go(agency_id: uuid.UUID, redis: Redis) -> None:
    put_a_mail(agency_id, "now")
    redis.flushdb()
    put_a_mail(agency_id, "due")
    with runner.session() as session:
        pausing.pause(session, "the server moves")
    try:
        tick.ring_now()
        tick.tick()
        while_paused = [queue.get_queue(name, redis).count for name in queue.QUEUES]
    finally:
        with runner.session() as session:
            pausing.release(session)
    tick.tick()
    assert while_paused == [0, 0, 0]
    assert {queue.get_queue(name, redis).count for name in (queue.NOW, queue.DUE)} == {1}
