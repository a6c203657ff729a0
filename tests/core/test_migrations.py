"""The database the tests run on is the one the migrations make."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from portal.core import migrations
from portal.core.settings import Settings
from tests.fixtures.databases import database
from tests.fixtures.servers import Urls

UNCOUNTED = """select relname from pg_class
    where relkind = 'r' and reltuples < 0 and relnamespace = 'public'::regnamespace"""

BEFORE_SUMMARIES, BEFORE_SEARCH = "0022_imports", "0023_summaries"
OLD_ROWS = (
    "insert into ops.agencies (id, host, name) values (cast(:agency as uuid), cast(:agency as text), 'Old')",
    "select set_config('portal.agency_id', :agency, true)",
    "insert into employers (name) values ('Acme')",
    "insert into candidates (name, email, email_key, time_zone) values ('Ann', 'a@b.example', 'a@b.example', 'UTC')",
    """insert into applications (candidate_id, employer_id, opening_title)
    select c.id, e.id, 'Clerk' from candidates c, employers e""",
)

FOUND = """
select g.agency_id::text, c.name, f.form from candidate_grams g
    join candidates c on c.agency_id = g.agency_id and c.id = g.record_id join word_forms f on f.agency_id = g.agency_id
    where g.gram = 'ann' and f.form = '~cme' and f.agency_id = cast(:agency as uuid)"""


def test_the_database_stands_at_head_and_the_program_can_tell(settings: Settings) -> None:
    assert settings.database_url is not None
    engine = create_engine(settings.database_url, poolclass=NullPool)
    with engine.connect() as connection:
        assert migrations.current_revision(connection) == migrations.head_revision()
        assert connection.scalar(text("select bool_and(work <> '') from ops.agencies_due()")) in (None, True)


def test_counted_once_no_table_is_taken_for_empty_that_is_not(settings: Settings) -> None:
    migrations.analyze(settings.admin_url or "")
    engine = create_engine(settings.admin_url or "", poolclass=NullPool)
    with engine.connect() as connection:
        uncounted = connection.scalars(text(UNCOUNTED)).all()
    assert uncounted == []


def test_what_a_filled_database_has_is_summed_up_by_the_next_tick(urls: Urls) -> None:
    role, agencies = make_url(urls.database).username or "", [str(uuid.uuid4()) for _ in range(2)]
    with database(urls.admin, f"portal_filled_{uuid.uuid4().hex[:8]}") as filled:
        migrations.upgrade(filled, role, BEFORE_SUMMARIES)
        with create_engine(filled, poolclass=NullPool).connect() as owner:
            _fill(owner, agencies)
            migrations.upgrade(filled, role)
            due = {(str(agency), work) for agency, work in owner.execute(text("select * from ops.agencies_due()"))}
    assert due == {(agency, work) for agency in agencies for work in ("plan", "reminders")}


def test_what_a_filled_database_has_can_be_found_after_the_migration(urls: Urls) -> None:
    role, agencies = make_url(urls.database).username or "", [str(uuid.uuid4()) for _ in range(2)]
    with database(urls.admin, f"portal_found_{uuid.uuid4().hex[:8]}") as filled:
        found: dict[str, Sequence[object]] = {}
        migrations.upgrade(filled, role, BEFORE_SEARCH)
        with create_engine(filled, poolclass=NullPool).connect() as owner:
            _fill(owner, agencies)
            migrations.upgrade(filled, role)
            for agency in agencies:
                owner.execute(text(OLD_ROWS[1]), {"agency": agency})
                found[agency] = owner.execute(text(FOUND), {"agency": agency}).all()
    assert found == {agency: [(agency, "Ann", "~cme")] for agency in agencies}


def _fill(owner: Connection, agencies: Sequence[str]) -> None:
    for agency in agencies:
        for statement in OLD_ROWS:
            owner.execute(text(statement), {"agency": agency} if ":agency" in statement else {})
        owner.commit()
