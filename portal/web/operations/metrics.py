"""Metrics for Prometheus: read from the database and Redis when they are asked for."""

import hmac
from collections.abc import Callable, Iterator
from typing import TypeVar

from flask import Blueprint, abort, request
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.wrappers import Response

from portal.core import access, clock, heartbeats, queue
from portal.core.db import db
from portal.core.services import services
from portal.messaging import failing_servers, outcome_counts, pausing, sending

blueprint = Blueprint("metrics", __name__)
Source = TypeVar("Source", Session, Redis)


@blueprint.get("/metrics")
@access.any_host
def index() -> Response:
    """Return the metrics to who has a token of PORTAL_METRICS_TOKEN; without one there is no such page."""
    tokens = services().settings.metrics_tokens
    if not tokens:
        abort(404)
    shown = request.authorization.token if request.authorization else None
    if not any(hmac.compare_digest((shown or "").encode(), token.encode()) for token in tokens):
        abort(401, www_authenticate=WWWAuthenticate("bearer"))
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Portal())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Portal(Collector):
    """What the database and Redis say now; of one that is away, only that."""

    def collect(self) -> Iterator[Metric]:
        with Session(db.engine) as session:
            yield from _or_away("portal_database_up", "Whether the database answers", _database, session)
        redis = services().redis
        if redis is not None:
            yield from _or_away("portal_redis_up", "Whether Redis answers", _redis, redis)


def _or_away(name: str, meaning: str, read: Callable[[Source], Iterator[Metric]], source: Source) -> Iterator[Metric]:
    try:
        found = list(read(source))
    except (SQLAlchemyError, RedisError):
        found = []
    yield GaugeMetricFamily(name, meaning, 1 if found else 0)
    yield from found


def _database(session: Session) -> Iterator[Metric]:
    yield from _waiting(session)
    server = sending.server_name()
    failing = failing_servers.find(session, server)
    down = GaugeMetricFamily("portal_mail_server_failing", "Whether the server takes no email", labels=["server"])
    down.add_metric([server], 1 if failing else 0)
    since = GaugeMetricFamily(
        "portal_mail_server_failing_since_timestamp_seconds", "Since when it takes no email", labels=["server"]
    )
    if failing:
        since.add_metric([server], failing.failing_since.timestamp())
    yield from (down, since)
    paused = pausing.paused(session)
    yield GaugeMetricFamily("portal_mail_paused", "Whether an operator has paused all sending", 1 if paused else 0)
    ran = GaugeMetricFamily(
        "portal_queue_last_run_seconds", "Seconds since a job that comes every minute ran", labels=["queue"]
    )
    for name, age in heartbeats.ages(session).items():
        if name in queue.QUEUES:
            ran.add_metric([name], age.total_seconds())
    yield ran


def _waiting(session: Session) -> Iterator[Metric]:
    found = {row.queue: row for row in failing_servers.waiting(session)}
    now = clock.now(session)
    waiting = GaugeMetricFamily("portal_mail_waiting", "Emails that were due and wait", labels=["queue"])
    deferred = GaugeMetricFamily("portal_mail_deferred", "Those of them that are tried later", labels=["queue"])
    oldest = GaugeMetricFamily(
        "portal_mail_oldest_waiting_seconds", "Since the oldest waiting email was first due", labels=["queue"]
    )
    for name in (queue.NOW, queue.DUE):
        row = found.get(name)
        waiting.add_metric([name], row.waiting if row else 0)
        deferred.add_metric([name], row.deferred if row else 0)
        oldest.add_metric([name], (now - row.oldest).total_seconds() if row else 0)
    yield from (waiting, deferred, oldest)


def _redis(redis: Redis) -> Iterator[Metric]:
    counts = outcome_counts.read(redis)
    ends = CounterMetricFamily("portal_mail_outcomes", "How emails ended, by kind", labels=["kind", "outcome"])
    for (kind, outcome), number in sorted(counts.ends.items()):
        ends.add_metric([kind, outcome], number)
    yield ends
    yield _delays(counts)
    yield GaugeMetricFamily(
        "portal_scheduler_seen", "Whether a scheduler runs", 1 if redis.exists(heartbeats.SCHEDULER_KEY) else 0
    )
    jobs = GaugeMetricFamily("portal_queue_jobs", "Jobs that wait", labels=["queue"])
    ages = GaugeMetricFamily("portal_queue_oldest_job_seconds", "Since the next job was enqueued", labels=["queue"])
    for name in queue.QUEUES:
        waiting = queue.get_queue(name, redis)
        jobs.add_metric([name], waiting.count)
        ages.add_metric([name], queue.age_of_next(waiting).total_seconds())
    yield from (jobs, ages)


def _delays(counts: outcome_counts.OutcomeCounts) -> Metric:
    """Return the time from due to accepted; a bucket of Prometheus counts all that are in smaller ones, too."""
    total, buckets = 0, []
    for number, most in enumerate((*map(str, outcome_counts.DELAYS), "+Inf")):
        total += counts.delays.get(number, 0)
        buckets.append((most, total))
    return HistogramMetricFamily(
        "portal_mail_due_to_accepted_seconds", "From due to accepted by the mail server", buckets, counts.seconds
    )
