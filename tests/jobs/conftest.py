"""An application whose jobs really run, and commit: in a database of these tests' own process."""

import uuid
from collections.abc import Iterator

import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import text

from portal.agencies import actions as agencies
from portal.agencies.actions import NewAgency
from portal.app import create_app
from portal.audit.actions import OPERATOR
from portal.core import clock
from portal.core.settings import Settings
from portal.jobs import runner


@pytest.fixture(scope="module")
def working(settings: Settings) -> Flask:
    """The application that this process's jobs run in."""
    app = create_app(settings)
    runner.use(app)
    return app


@pytest.fixture
def agency_id(working: Flask) -> uuid.UUID:  # noqa: ARG001 - jobs need it
    """An agency of this test's own, committed."""
    with runner.session() as session:
        new = NewAgency("Jobs and Sons", f"{uuid.uuid4().hex}.localhost", "America/New_York")
        return agencies.create(session, new, by=OPERATOR, now=clock.now(session)).id


@pytest.fixture
def redis(settings: Settings) -> Iterator[Redis]:
    """This process's own Redis, empty before and after."""
    with Redis.from_url(settings.redis_url or "") as connection:
        connection.flushdb()
        yield connection
        connection.flushdb()


@pytest.fixture(autouse=True)
def nothing_due(working: Flask) -> Iterator[None]:  # noqa: ARG001 - jobs need it
    """What a test leaves due is no other test's."""
    yield
    with runner.session() as session:
        for agency in session.scalars(text("select distinct agency_id from ops.agencies_due()")).all():
            session.execute(text("select set_config('portal.agency_id', :agency, true)"), {"agency": str(agency)})
            session.execute(text("delete from messages where state = 'queued'"))
