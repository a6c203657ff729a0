"""How a job runs: in the open application context, inside its agency, and committed at its end."""

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app
from rq import get_current_job
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.agencies import queries as agencies
from portal.core import clock, logs, queue, tenancy, timeouts, transaction
from portal.core.db import db
from portal.core.services import replace_services, services
from portal.jobs.work import WORK

STILL = 7_207_001
"""The advisory lock that a demo's jobs share; moving the clock takes it alone."""

_log = logging.getLogger(__name__)


@contextmanager
def jobs_context(app: Flask) -> Iterator[Flask]:
    """Run the block's jobs in this application, with the time limits of jobs; close all of its connections after."""
    replace_services(app, timeouts=timeouts.JOB_TIMEOUTS)
    with app.app_context():
        try:
            yield app
        finally:
            db.engine.dispose()


def run(agency_id: str, job: str) -> None:
    """Do one batch of the job for the agency, and enqueue the job again if there may be more.

    So agencies take turns, and no job is longer than a batch. In a demo the clock is not moved while the batch runs.
    """
    agency, current = uuid.UUID(agency_id), get_current_job()
    ids = {"agency": agency_id, "work": job, "job": current.id if current else ""}
    with logs.job_named(**ids), waits_for_the_database(job), _clock_stands(), _entered(agency) as session:
        if _may_run(session, agency, job) and WORK[job].batch(session, tenancy.entered_at(session)):
            queue.enqueue_after_commit(session, WORK[job].queue, job)


def batch(agency_id: uuid.UUID, job: str) -> int:
    """Do one batch of the job for the agency; return how much was done."""
    with _entered(agency_id) as session:
        return WORK[job].batch(session, tenancy.entered_at(session)) if _may_run(session, agency_id, job) else 0


@contextmanager
def session() -> Iterator[Session]:
    """Yield a session of its own, in no agency; commit at the end, unless something was raised."""
    with current_app.app_context():
        current = db.session()
        try:
            yield current
            transaction.commit(current, clock.now(current))
        finally:
            transaction.rollback(current)
            tenancy.leave(current)


@contextmanager
def waits_for_the_database(job: str) -> Iterator[None]:
    """Leave the block and log a line if the database is away or busy: the next tick finds the same rows again."""
    try:
        yield
    except OperationalError as error:
        reason = str(error.orig).partition("\n")[0]
        _log.warning("%s waits for the next tick, the database is away or busy: %s", job, reason)


@contextmanager
def clock_to_oneself() -> Iterator[None]:
    """Run no job of a demo during the block but this process's batches, so that its clock may be moved."""
    with _lock("pg_advisory_lock", "pg_advisory_unlock"):
        yield


def _may_run(session: Session, agency_id: uuid.UUID, job: str) -> bool:
    """Return whether the agency is open, or the job runs all the same; what waits is found again once it is resumed."""
    return WORK[job].runs_while_suspended or agencies.is_open(session, agency_id)


@contextmanager
def _entered(agency_id: uuid.UUID) -> Iterator[Session]:
    with session() as current:
        tenancy.enter(current, agency_id)
        yield current


@contextmanager
def _clock_stands() -> Iterator[None]:
    if not services().settings.is_local:
        yield
        return
    with _lock("pg_advisory_lock_shared", "pg_advisory_unlock_shared"):
        yield


@contextmanager
def _lock(take: str, release: str) -> Iterator[None]:
    engine = db.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"select {take}(:key)"), {"key": STILL})
        try:
            yield
        finally:
            connection.execute(text(f"select {release}(:key)"), {"key": STILL})
