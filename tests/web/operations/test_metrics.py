"""Metrics: who may read them, and that they say what became of emails and what waits."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from redis import Redis

from portal.core import queue
from portal.core.services import services
from tests.fixtures.app import Browse
from tests.fixtures.services import replaced
from tests.messaging.conftest import Outbox
from tests.messaging.misbehaving import Misbehaving, hangs_up, says

TOKENS = ("a token of the tests", "another token of the tests")
Values = dict[tuple[str, ...], float]


@pytest.fixture(autouse=True)
def guarded(app: Flask) -> Iterator[None]:
    """Metrics are shown to who has a token."""
    with app.app_context(), replaced(app, settings=replace(services().settings, metrics_tokens=TOKENS)):
        yield


def scraped(browse: Browse, token: str = TOKENS[0]) -> Values:
    """Each sample, by its name and the values of its labels."""
    answer = browse.nobody().get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain; version=")
    samples = [sample for family in text_string_to_metric_families(answer.text) for sample in family.samples]
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


@pytest.mark.parametrize("shown", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic YTpi"}])
def test_without_a_token_there_is_nothing_to_see(browse: Browse, app: Flask, shown: dict[str, str]) -> None:
    assert browse.nobody().get("/metrics", headers=shown).status_code == 401
    with replaced(app, settings=replace(services().settings, metrics_tokens=())):
        assert browse.nobody().get("/metrics", headers=shown).status_code == 404


def test_how_emails_ended_is_counted_by_kind_with_how_long_they_took(
    outbox: Outbox, server: Misbehaving, browse: Browse, all_is_well: Redis
) -> None:
    all_is_well.delete("portal:mail:outcomes")
    outbox.put(due_at=outbox.firm.now() - timedelta(seconds=40))
    outbox.put(not_after=outbox.firm.now())
    outbox.send()
    server.deeds["rcpt"] = says("550 5.1.1 no such user")
    outbox.put()
    outbox.send()
    found = scraped(browse, TOKENS[1])
    outcomes = {labels[1:]: value for labels, value in found.items() if labels[0] == "portal_mail_outcomes_total"}
    assert outcomes == {("test", "sent"): 1, ("test", "lapsed"): 1, ("test", "failed"): 1}
    buckets = {labels[1]: value for labels, value in found.items() if labels[0].endswith("accepted_seconds_bucket")}
    assert (buckets["30"], buckets["60"], buckets["+Inf"]) == (0, 1, 1)
    assert 40 <= found[("portal_mail_due_to_accepted_seconds_sum",)] < 60


def test_a_failing_server_and_what_waits_for_it_are_told(
    outbox: Outbox, server: Misbehaving, browse: Browse, all_is_well: Redis
) -> None:
    name = f"127.0.0.1:{server.port}"
    assert all_is_well.ping()
    before = scraped(browse)
    assert before["portal_mail_server_failing", name] == 0
    server.deeds["connect"] = hangs_up
    began = outbox.firm.now()
    for _ in range(3):
        outbox.put(due_at=began - timedelta(hours=2))
    outbox.send()
    found = scraped(browse)
    assert found["portal_mail_server_failing", name] == 1
    assert found["portal_mail_server_failing_since_timestamp_seconds", name] >= began.timestamp()
    assert found["portal_mail_waiting", queue.DUE] - before["portal_mail_waiting", queue.DUE] == 3
    assert found["portal_mail_deferred", queue.DUE] - before["portal_mail_deferred", queue.DUE] == 1
    assert found["portal_mail_oldest_waiting_seconds", queue.DUE] >= 7200


def test_queues_and_the_scheduler_are_told_apart(browse: Browse, all_is_well: Redis) -> None:
    queue.get_queue(queue.SLOW, all_is_well).empty()
    queue.get_queue(queue.SLOW, all_is_well).enqueue(queue.RUN_JOB)
    found = scraped(browse)
    assert found[("portal_scheduler_seen",)] == 1
    assert found["portal_queue_last_run_seconds", queue.DUE] < 60
    assert found["portal_queue_jobs", queue.SLOW] == 1
    assert 0 <= found["portal_queue_oldest_job_seconds", queue.SLOW] < 60
    assert found[("portal_database_up",)] == found[("portal_redis_up",)] == 1
    queue.get_queue(queue.SLOW, all_is_well).empty()
