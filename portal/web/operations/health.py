"""Health checks: whether the application runs, and whether everything that it needs does too."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import Any

from flask import Blueprint, current_app, jsonify
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.core import access, heartbeats, migrations
from portal.core.db import db
from portal.core.services import services

blueprint = Blueprint("health", __name__)
SCHEDULER_SEEN_WITHIN = timedelta(minutes=3)
TIMEOUT_SECONDS = 0.8
"""Seconds that the two servers have together, so that the answer comes within one."""
_log = logging.getLogger(__name__)
Problems = dict[str, str]


@dataclass
class _Probes:
    """The checks of the two servers, each in a thread of its own that may hang; at most one check of each at a time."""

    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2, thread_name_prefix="readyz"))
    last: dict[str, "Future[Problems]"] = field(default_factory=dict)

    def begun(self, name: str, look: Callable[[], Problems]) -> "Future[Problems]":
        """Return the check that still waits for its server, or start a new one."""
        if name not in self.last or self.last[name].done():
            self.last[name] = self.threads.submit(look)
        return self.last[name]


@blueprint.get("/healthz")
@access.any_host
def alive() -> Response:
    return jsonify(status="ok")


@blueprint.get("/readyz")
@access.any_host
def ready() -> Any:
    """Return within a second what the portal needs and does not have, and why."""
    until = monotonic() + TIMEOUT_SECONDS
    looks: _Probes = current_app.extensions.setdefault("readyz", _Probes())
    begun = {
        "database": looks.begun("database", partial(_database, db.engine)),
        "redis": looks.begun("redis", partial(_redis, services().redis)),
    }
    problems: Problems = {}
    for name, look in begun.items():
        try:
            problems |= look.result(max(until - monotonic(), 0))
        except Late:
            problems[name] = f"no answer within {TIMEOUT_SECONDS:g} seconds"
    known = ("database", "redis") if "database" in problems else ("database", "redis", "migrations", "scheduler")
    checks = {name: name not in problems for name in known}
    return jsonify(ready=not problems, checks=checks, problems=problems), 503 if problems else 200


def _database(engine: Engine) -> Problems:
    """Return what is wrong with the database, its migrations, or the scheduler's heartbeat."""
    try:
        with Session(engine) as session:
            current, age = migrations.current_revision(session.connection()), heartbeats.age(session, heartbeats.TICK)
    except SQLAlchemyError as error:
        return _unreachable_problem("database", getattr(error, "orig", error))
    found: Problems = {}
    if current != migrations.head_revision():
        found["migrations"] = f"at {current}, this program needs {migrations.head_revision()}: run portal migrate"
    if age is None or age >= SCHEDULER_SEEN_WITHIN:
        found["scheduler"] = "it has not run for 3 minutes: run portal scheduler"
    return found


def _redis(client: Redis | None) -> Problems:
    try:
        if client is not None:
            client.ping()
    except RedisError as error:
        return _unreachable_problem("redis", error)
    return {}


def _unreachable_problem(name: str, error: BaseException) -> Problems:
    """Return the kind of error, and log its text, which may name hosts and roles."""
    _log.warning("the %s cannot be used: %s", name, str(error).partition("\n")[0])
    return {name: f"it cannot be used ({type(error).__name__})"}
