"""Whether the process serves, and whether everything it needs does too."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, current_app, jsonify
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from portal.core import access, heartbeats, migrations, queue
from portal.core.db import db

blueprint = Blueprint("health", __name__)
SCHEDULER_SEEN_WITHIN = timedelta(minutes=3)


@blueprint.get("/healthz")
@access.any_host
def alive() -> Response:
    return jsonify(status="ok")


@blueprint.get("/readyz")
@access.any_host
def ready() -> Any:
    checks = {"database": _database(), "redis": _redis()}
    if checks["database"]:
        checks["migrations"] = migrations.current(db.session.connection()) == migrations.head()
        age = heartbeats.age(db.session(), heartbeats.TICK)
        checks["scheduler"] = age is not None and age < SCHEDULER_SEEN_WITHIN
    good = all(checks.values())
    return jsonify(ready=good, checks=checks), 200 if good else 503


def _database() -> bool:
    try:
        return bool(db.session.connection())
    except SQLAlchemyError as error:
        current_app.logger.warning("the database cannot be reached: %s", type(error).__name__)
        return False


def _redis() -> bool:
    try:
        return bool(queue.bell().ping())
    except RedisError as error:
        current_app.logger.warning("Redis cannot be reached: %s", type(error).__name__)
        return False
