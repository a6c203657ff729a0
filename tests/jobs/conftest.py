"""An agency whose jobs really run, and commit, and nothing else that is due."""

import uuid
from collections.abc import Iterator

import pytest
from flask import Flask
from redis import Redis

from portal.agencies import actions as agencies
from portal.agencies.actions import NewAgency
from portal.core import clock
from portal.core.command import OPERATOR, Command
from portal.core.settings import Settings
from portal.jobs import runner
from tests.fixtures.rest import lay_all_to_rest


@pytest.fixture
def agency_id(nothing_due: None) -> uuid.UUID:  # noqa: ARG001 - jobs need its context
    """An agency of this test's own, committed."""
    with runner.session() as session:
        new = NewAgency("Jobs and Sons", f"{uuid.uuid4().hex}.localhost", "America/New_York")
        return agencies.create(Command(session, OPERATOR, clock.now(session)), new).id


@pytest.fixture
def redis(settings: Settings) -> Iterator[Redis]:
    """This process's own Redis, empty before and after."""
    with Redis.from_url(settings.redis_url or "") as connection:
        connection.flushdb()
        yield connection
        connection.flushdb()


@pytest.fixture(autouse=True)
def nothing_due(app: Flask) -> Iterator[None]:
    """What other tests left due is none of this one's; jobs run in the application's context, as in a worker."""
    with app.app_context():
        with runner.session() as session:
            lay_all_to_rest(session)
        yield
