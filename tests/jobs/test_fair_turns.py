"""Agencies take turns: however much one has to send, another's few emails wait for one batch of it at most."""

import uuid
from datetime import timedelta

import pytest
from redis import Redis
from rq.serializers import JSONSerializer

from portal.agencies import actions as agencies
from portal.agencies.actions import NewAgency
from portal.core import clock, queue, tenancy
from portal.core.command import OPERATOR, Command
from portal.jobs import runner, tick
from portal.jobs.workers import Worker
from portal.messaging import actions as messages
from portal.messaging.actions import NewMail
from portal.messaging.sending import BATCH
from tests.messaging.catching import Catcher


def another_agency() -> uuid.UUID:
    with runner.session() as session:
        new = NewAgency("Few and Far", f"{uuid.uuid4().hex}.localhost", "America/New_York")
        return agencies.create(Command(session, OPERATOR, clock.now(session)), new).id


def put_mails(agency_id: uuid.UUID, to: str, count: int, due_before: timedelta) -> None:
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        now = clock.now(session)
        said, due_at = {"zone": "UTC", "locale": "en_US"}, now - due_before
        mails = [NewMail("test", f"{to}{number}", "Some Body", to, said, "due", due_at) for number in range(count)]
        messages.enqueue_all(session, mails, now=now)


@pytest.mark.parametrize("rung", [1, 5], ids=["once", "by five ticks"])
def test_an_agency_with_many_emails_lets_another_wait_for_one_batch(
    agency_id: uuid.UUID, redis: Redis, catcher: Catcher, rung: int
) -> None:
    few = another_agency()
    put_mails(agency_id, "many@example.com", 8 * BATCH, timedelta(hours=3))
    worker = Worker([queue.get_queue(queue.DUE, redis)], connection=redis, serializer=JSONSerializer)
    for _ in range(rung):  # the large agency is asked for again and again before the other one comes
        tick.tick()
        worker.work(burst=True, max_jobs=1, logging_level="WARNING")
    before = len(catcher.mails)
    put_mails(few, "few@example.com", 5, timedelta(0))
    tick.tick()
    worker.work(burst=True, logging_level="WARNING")
    order = [to for to, _ in catcher.mails[before:]]
    assert order.count("few@example.com") == 5
    assert order.index("few@example.com") <= BATCH
    assert len(catcher.mails) == 8 * BATCH + 5


def test_what_waits_already_is_not_enqueued_again_and_two_jobs_never_share_an_id(
    agency_id: uuid.UUID, redis: Redis
) -> None:
    waiting, ids = queue.get_queue(queue.DUE, redis), set()
    for _ in range(3):
        queue.enqueue(redis, queue.DUE, [(agency_id, "plan"), (agency_id, "plan")])
        queue.enqueue(redis, queue.DUE, [(agency_id, "reminders")])
        assert waiting.count == 2
        ids |= set(waiting.get_job_ids())
        waiting.empty()
    assert len(ids) == 6
