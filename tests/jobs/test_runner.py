"""A job runs inside its agency and is kept whole or not at all."""

import json
import uuid
from datetime import datetime

import pytest
from redis import Redis
from rq.job import Job
from rq.serializers import JSONSerializer
from sqlalchemy import text
from sqlalchemy.orm import Session
from structlog.contextvars import get_contextvars

from portal.agencies import queries
from portal.agencies.models import Office
from portal.core import queue, tenancy
from portal.jobs import runner, work
from portal.jobs.work import Work


def opens_an_office(session: Session, _now: datetime) -> int:
    session.add(Office(name="Opened by a job"))
    return 0


def offices(agency_id: uuid.UUID) -> list[str]:
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        return [office.name for office in queries.offices(session)]


def test_a_job_is_committed_in_its_agency(agency_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(work.WORK, "probe", Work(queue.DUE, opens_an_office))
    runner.run(str(agency_id), "probe")
    assert offices(agency_id) == ["Main office", "Opened by a job"]


def test_a_job_that_fails_keeps_nothing(agency_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(session: Session, now: datetime) -> int:
        opens_an_office(session, now)
        session.flush()
        raise ZeroDivisionError

    monkeypatch.setitem(work.WORK, "probe", Work(queue.DUE, fails))
    with pytest.raises(ZeroDivisionError):
        runner.run(str(agency_id), "probe")
    assert offices(agency_id) == ["Main office"]


def test_a_job_whose_database_went_away_says_so_in_a_line_and_the_next_runs(
    agency_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def cut_off(session: Session, now: datetime) -> int:
        opens_an_office(session, now)
        session.flush()
        session.execute(text("select pg_terminate_backend(pg_backend_pid())"))
        return 0

    monkeypatch.setitem(work.WORK, "probe", Work(queue.DUE, cut_off))
    runner.run(str(agency_id), "probe")
    assert [record.exc_info for record in caplog.records] == [None]
    assert caplog.messages[0].startswith("probe waits for the next tick, the database is away or busy: ")
    monkeypatch.setitem(work.WORK, "probe", Work(queue.DUE, opens_an_office))
    runner.run(str(agency_id), "probe")
    assert offices(agency_id) == ["Main office", "Opened by a job"]


def test_a_job_sees_no_other_agency_and_the_next_one_nothing_of_it(agency_id: uuid.UUID) -> None:
    seen: list[str] = []
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        seen += [str(found) for found in session.scalars(text("select distinct agency_id from offices"))]
    with runner.session() as session:
        assert session.scalar(text("select count(*) from offices")) == 0
    assert seen == [str(agency_id)]


def test_a_batch_that_may_not_be_the_last_is_rung_for_again(
    agency_id: uuid.UUID, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [2, 1, 0]
    monkeypatch.setitem(work.WORK, "probe", Work(queue.SLOW, lambda _session, _now: left.pop(0)))
    waiting = queue.get_queue(queue.SLOW, redis)
    runner.run(str(agency_id), "probe")
    assert waiting.count == 1
    runner.run(str(agency_id), "probe")
    assert (waiting.count, left) == (1, [0])  # one that waits is enough
    arguments = Job.fetch(waiting.get_job_ids()[0], redis, JSONSerializer).args
    waiting.empty()
    runner.run(*arguments)
    assert waiting.count == 0


def test_what_waits_in_redis_is_json_with_ids_only(agency_id: uuid.UUID, redis: Redis) -> None:
    queue.enqueue(redis, queue.DUE, [(agency_id, "plan")])
    (job_id,) = queue.get_queue(queue.DUE, redis).get_job_ids()
    data = JSONSerializer.loads(Job.fetch(job_id, redis, JSONSerializer).data)
    assert json.loads(json.dumps(data)) == ["portal.jobs.runner.run", None, [str(agency_id), "plan"], {}]


def test_nobody_moves_the_clock_while_a_job_runs(agency_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    def tries_to_move(session: Session, _now: datetime) -> int:
        taken = session.scalar(text("select pg_try_advisory_lock(:key)"), {"key": runner.STILL})
        assert taken is False
        return 0

    monkeypatch.setitem(work.WORK, "probe", Work(queue.DUE, tries_to_move))
    runner.run(str(agency_id), "probe")
    with runner.clock_to_oneself(), runner.session() as session:
        assert session.scalar(text("select pg_try_advisory_lock_shared(:key)"), {"key": runner.STILL}) is False


def test_a_line_logged_in_a_job_names_the_agency_and_the_work(
    agency_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, object]] = []

    def looks(_session: Session, _now: datetime) -> int:
        seen.append(get_contextvars())
        return 0

    monkeypatch.setitem(work.WORK, "probe", Work(queue.DUE, looks))
    runner.run(str(agency_id), "probe")
    assert [(ids["agency"], ids["work"]) for ids in seen] == [(str(agency_id), "probe")]
    assert "work" not in get_contextvars()
