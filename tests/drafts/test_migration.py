"""An agency that had templates before there was a library keeps them, each as its first version."""

import uuid

from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from portal.core import migrations
from tests.fixtures.databases import database
from tests.fixtures.servers import Urls

BEFORE, LIBRARY = "0015", "0021"
MADE = """
    select set_config('portal.agency_id', id::text, true) from ops.agencies;
    insert into templates (kind, name, subject, body) values ('thank', 'Ours', 'Thanks', 'Dear you');
"""
READ = "select t.kind, t.name, v.number, v.body from templates t left join template_versions v on v.template_id = t.id"


def enter(connection: Connection) -> None:
    connection.execute(text("select set_config('portal.agency_id', id::text, false) from ops.agencies"))


def test_templates_of_before_are_kept_as_first_versions_and_each_kind_has_one(urls: Urls) -> None:
    name, role = f"portal_filled_{uuid.uuid4().hex[:8]}", make_url(urls.database).username or ""
    with database(urls.admin, name) as fresh:
        migrations.upgrade(fresh, role, BEFORE)
        with create_engine(fresh, poolclass=NullPool).connect() as connection:
            connection.execute(text("insert into ops.agencies (host, name) values ('a.localhost', 'A')"))
            connection.execute(text(MADE))
            connection.commit()
            migrations.upgrade(fresh, role, LIBRARY)
            enter(connection)
            rows = connection.execute(text(READ)).all()
            connection.rollback()
            migrations.downgrade(fresh, role, BEFORE)
            enter(connection)
            left = connection.scalars(text("select name from templates")).all()
            connection.rollback()
    assert ("thank", "Ours", 1, "Dear you") in rows
    assert {row.kind for row in rows} == {"thank", "card", "answer"}
    assert all(row.number == 1 for row in rows)
    assert left == ["Ours"]
