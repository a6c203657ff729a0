"""Health checks: whether the application runs, and whether everything that it needs does too."""

import logging
from collections.abc import Callable, Mapping
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

from portal.core import access, heartbeats, migrations, queue
from portal.core.db import db
from portal.core.services import services
from portal.messaging import failing_servers, sending

blueprint = Blueprint("health", __name__)
TIMEOUT_SECONDS = 0.8
"""Seconds that the two servers have together, so that the answer comes within one."""
_log = logging.getLogger(__name__)
CHECKS = {
    "database": "database",
    "redis": "redis",
    "migrations": "database",
    "scheduler": "redis",
    "queues": "database",
    "mail": "database",
}
"""What is checked, and by which server that is known."""
SERVES_ALL_THE_SAME = {"mail"}
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
    """Return within a second what the portal needs and does not have, and why.

    A mail server that takes no email is named, and is no reason to send nobody to this process: its pages work.
    """
    until = monotonic() + TIMEOUT_SECONDS
    looks: _Probes = current_app.extensions.setdefault("readyz", _Probes())
    begun = {
        "database": looks.begun("database", partial(_database, db.engine, sending.server_name())),
        "redis": looks.begun("redis", partial(_redis, services().redis)),
    }
    problems: Problems = {}
    for name, look in begun.items():
        try:
            problems |= look.result(max(until - monotonic(), 0))
        except Late:
            problems[name] = f"no answer within {TIMEOUT_SECONDS:g} seconds"
    known = [name for name in CHECKS if CHECKS[name] not in problems or name in problems]
    checks = {name: name not in problems for name in known}
    is_ready = not problems.keys() - SERVES_ALL_THE_SAME
    return jsonify(ready=is_ready, checks=checks, problems=problems), 200 if is_ready else 503


def _database(engine: Engine, server: str) -> Problems:
    """Return what is wrong with the database or its migrations, and what the rows say of queues and the mail server."""
    try:
        with Session(engine) as session:
            current = migrations.current_revision(session.connection())
            if current == migrations.head_revision():
                return _queues(heartbeats.ages(session)) | _mail(session, server)
    except SQLAlchemyError as error:
        return _unreachable_problem("database", getattr(error, "orig", error))
    return {"migrations": f"at {current}, this program needs {migrations.head_revision()}: run portal migrate"}


def _queues(ages: Mapping[str, timedelta]) -> Problems:
    """Return which queues have run nothing for a while of what the scheduler puts into each every minute."""
    behind = [name for name in queue.QUEUES if ages.get(name, timedelta.max) >= heartbeats.SEEN_WITHIN]
    if not behind:
        return {}
    return {"queues": f"{', '.join(behind)}: no periodic job has run for 3 minutes: look at portal worker"}


def _mail(session: Session, server: str) -> Problems:
    failing = failing_servers.find(session, server)
    if failing is None:
        return {}
    since, waiting = failing.failing_since.isoformat(timespec="seconds"), failing_servers.count_waiting(session)
    return {"mail": f"{failing.name} has taken no email since {since} ({failing.code}): {waiting} waiting"}


def _redis(client: Redis | None) -> Problems:
    """Return what is wrong with Redis, or that no scheduler has shown itself there."""
    try:
        if client is None or client.exists(heartbeats.SCHEDULER_KEY):
            return {}
    except RedisError as error:
        return _unreachable_problem("redis", error)
    return {"scheduler": "it has not run for 3 minutes: run portal scheduler"}


def _unreachable_problem(name: str, error: BaseException) -> Problems:
    """Return the kind of error, and log its text, which may name hosts and roles."""
    _log.warning("the %s cannot be used: %s", name, str(error).partition("\n")[0])
    return {name: f"it cannot be used ({type(error).__name__})"}
