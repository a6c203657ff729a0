"""The database the tests run on is the one the migrations make."""

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from portal.core import migrations
from portal.core.settings import Settings

UNCOUNTED = """select relname from pg_class
    where relkind = 'r' and reltuples < 0 and relnamespace = 'public'::regnamespace"""


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
