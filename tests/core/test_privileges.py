"""The program refuses a role or a table that would let one agency see another's rows."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.pool import NullPool

from portal.app import create_app
from portal.cli.migrate import migrate
from portal.core import migrations, privileges
from portal.core.errors import CannotRun
from portal.core.settings import Settings
from tests.fixtures.databases import database


@pytest.fixture(scope="module")
def apart(settings: Settings, worker_id: str) -> Iterator[Settings]:
    """A migrated database of these tests' own."""
    name = f"guarded_{worker_id}"
    program = make_url(settings.database_url or "").set(database=name).render_as_string(hide_password=False)
    with database(settings.admin_url or "", name) as owner:
        migrations.upgrade(owner, settings.program_role)
        yield replace(settings, database_url=program, admin_url=owner)


Owner = Callable[[str], None]


@pytest.fixture
def as_owner(apart: Settings) -> Owner:
    def run(statement: str) -> None:
        engine = create_engine(apart.admin_url or "", poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))

    return run


def watched(settings: Settings) -> None:
    privileges.require_unprivileged_role(create_engine(settings.database_url or "", poolclass=NullPool))


def test_the_programs_own_role_is_let_in(apart: Settings) -> None:
    assert create_app(apart).name == "portal"


def test_the_owner_of_the_tables_is_refused(apart: Settings) -> None:
    with pytest.raises(CannotRun, match="DATABASE_URL: this role sees every agency's rows"):
        create_app(replace(apart, database_url=apart.admin_url))


@pytest.mark.parametrize(
    ("opened", "closed"),
    [
        ("alter table offices no force row level security", "alter table offices force row level security"),
        ("alter table offices disable row level security", "alter table offices enable row level security"),
        ("alter policy tenant on offices rename to other", "alter policy other on offices rename to tenant"),
        ("create policy everybody on offices using (true)", "drop policy everybody on offices"),
        ("create table loose (id integer)", "drop table loose"),
    ],
)
def test_a_table_without_its_policy_is_refused_by_name(
    apart: Settings, as_owner: Owner, opened: str, closed: str
) -> None:
    as_owner(opened)
    with pytest.raises(CannotRun, match=r"the tables (offices|loose) lack the policy"):
        watched(apart)
    as_owner(closed)
    watched(apart)


def test_a_database_that_was_away_is_looked_at_when_it_is_back(apart: Settings, as_owner: Owner) -> None:
    url = make_url(apart.database_url or "").set(drivername="postgresql").render_as_string(hide_password=False)
    away = [True]

    def connect() -> psycopg.Connection:
        if away:
            raise psycopg.OperationalError("connection refused")
        return psycopg.connect(url)

    engine = create_engine("postgresql+psycopg://", creator=connect)
    privileges.require_unprivileged_role(engine)
    with pytest.raises(OperationalError):
        engine.connect()
    away.clear()
    as_owner("create table loose (id integer)")
    for _ in range(2):
        with pytest.raises(CannotRun):
            engine.connect()
    as_owner("drop table loose")
    with engine.connect() as connection:
        assert connection.scalar(text("select 1")) == 1
    engine.dispose()


def test_in_production_the_program_cannot_move_the_portals_clock(apart: Settings) -> None:
    program = create_engine(apart.database_url or "", poolclass=NullPool)

    def moves() -> None:
        with program.begin() as connection:
            connection.execute(text("update ops.clock set shift = shift"))

    migrate(replace(apart, environment="production"))
    with pytest.raises(ProgrammingError, match="permission denied"):
        moves()
    with program.connect() as connection:
        assert connection.scalar(text("select ops.now()")) is not None
    migrate(replace(apart, environment="demo"))
    moves()
