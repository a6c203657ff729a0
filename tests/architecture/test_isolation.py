"""One agency never sees another's rows: proved from PostgreSQL's own catalogue, for every table there is."""

import uuid
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from portal.core import migrations, tenancy
from portal.core.db import Base, db
from tests.factories.firm import Firm, found
from tests.fixtures.databases import database
from tests.fixtures.servers import Urls

TIME_LED = {
    "ix_applications_next_change_at",
    "ix_candidates_next_reminder_at",
    "ix_approvals_escalate_at",
    "ix_contact_requests_escalate_at",
    "ix_contact_evidence_kept_until",
    "ix_form_submissions_kept_until",
    "ix_sign_in_codes_kept_until",
    "ix_sign_ins_expires_at",
    "ix_task_links_kept_until",
    "ix_sent_copies_kept_until",
    "ix_incoming_messages_to_process",
    "ix_imports_wake_at",
    "ix_bulk_actions_wake_at",
    "ix_accounts_returns_at",
    "ix_contact_merges_undo_until",
    "ix_candidate_merges_undo_until",
    "ix_outgoing_messages_to_send",
    "ix_outgoing_messages_lease",
}
"""The tick's: they start with a time, and only its function uses them."""


@pytest.fixture
def catalogue(urls: Urls) -> Iterator[Connection]:
    with create_engine(urls.admin, poolclass=NullPool).connect() as connection:
        yield connection


def names(connection: Connection, question: str) -> list[str]:
    return list(connection.scalars(text(question)))


def test_every_table_is_keyed_by_agency_and_a_sortable_id(catalogue: Connection) -> None:
    every = names(catalogue, "select tablename from pg_tables where schemaname = 'public'")
    assert len(every) > 20
    keyed = names(
        catalogue,
        "select c.relname from pg_constraint k join pg_class c on c.oid = k.conrelid "
        "where k.contype = 'p' and c.relnamespace = 'public'::regnamespace "
        "and (select array_agg(a.attname::text order by p.n) from unnest(k.conkey) with ordinality p(num, n) "
        "join pg_attribute a on a.attrelid = c.oid and a.attnum = p.num) "
        "= array['agency_id', 'id']",
    )
    sortable = names(
        catalogue,
        "select table_name from information_schema.columns where table_schema = 'public' and column_name = 'id' "
        "and column_default = 'uuidv7()'",
    )
    assert sorted(keyed) == sorted(sortable) == sorted(every)


def test_every_foreign_key_and_unique_index_starts_with_the_agency(catalogue: Connection) -> None:
    loose = names(
        catalogue,
        "select k.conname from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_attribute a "
        "on a.attrelid = c.oid and a.attnum = k.conkey[1] where k.contype in ('f', 'u') "
        "and c.relnamespace = 'public'::regnamespace and a.attname <> 'agency_id'",
    )
    indexes = names(
        catalogue,
        "select i.relname from pg_index x join pg_class i on i.oid = x.indexrelid "
        "join pg_class t on t.oid = x.indrelid "
        "join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0] "
        "where t.relnamespace = 'public'::regnamespace and a.attname <> 'agency_id'",
    )
    assert loose == []
    assert set(indexes) == TIME_LED


def test_every_table_forces_its_policy_and_stamps_its_rows(catalogue: Connection) -> None:
    every = names(catalogue, "select tablename from pg_tables where schemaname = 'public'")
    forced = names(
        catalogue,
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' "
        "and relrowsecurity and relforcerowsecurity",
    )
    policed = names(
        catalogue, "select tablename from pg_policies where policyname = 'tenant' and with_check is not null"
    )
    stamped = names(
        catalogue, "select c.relname from pg_trigger g join pg_class c on c.oid = g.tgrelid where g.tgname = 'stamp'"
    )
    assert sorted(forced) == sorted(policed) == sorted(stamped) == sorted(every)


def test_the_programs_role_owns_nothing_and_bypasses_nothing(app: Flask, catalogue: Connection) -> None:
    with app.app_context():
        role = db.session.scalar(text("select current_user"))
    rights = catalogue.execute(
        text("select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = :role"), {"role": role}
    ).one()
    owned = catalogue.scalar(
        text("select count(*) from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = :role"),
        {"role": role},
    )
    assert (tuple(rights), owned) == ((False, False, False), 0)


def test_the_tick_reads_ids_and_times_and_nothing_else(catalogue: Connection) -> None:
    readable = names(
        catalogue,
        "select distinct column_name from information_schema.column_privileges where grantee = 'portal_tick' "
        "and table_schema = 'public'",
    )
    times = {
        "wake_at",
        "returns_at",
        "next_change_at",
        "next_reminder_at",
        "escalate_at",
        "kept_until",
        "expires_at",
        "undo_until",
        "due_at",
        "first_due_at",
        "lease_until",
        "process_at",
    }
    assert set(readable) <= {"agency_id", "queue", "state", *times}


def test_models_and_migrations_are_one(app: Flask, catalogue: Connection) -> None:
    assert app.name == "portal"
    options = {"include_schemas": True, "version_table_schema": "ops"}
    found = compare_metadata(MigrationContext.configure(catalogue, opts=options), Base.metadata)
    unmapped = [row for row in found if not _of_ops(row)]
    assert unmapped == []


def _of_ops(row: object) -> bool:
    """The clock, the heartbeats and the switch have no model."""
    return isinstance(row, tuple) and row[0] in ("remove_table", "remove_index") and _schema(row[1]) == "ops"


def _schema(thing: object) -> str | None:
    table = getattr(thing, "table", thing)
    return getattr(table, "schema", None)


def test_migrations_go_up_and_down_and_up_again(urls: Urls) -> None:
    role = make_url(urls.database).username or ""
    with database(urls.admin, f"portal_updown_{uuid.uuid4().hex[:8]}") as fresh:
        migrations.upgrade(fresh, role)
        migrations.downgrade(fresh, role, "base")
        migrations.upgrade(fresh, role)
        with create_engine(fresh, poolclass=NullPool).connect() as connection:
            assert migrations.current_revision(connection) == migrations.head_revision()


def test_no_tenant_no_rows_and_no_writing(firm: Firm) -> None:
    firm.candidate()
    firm.commit()
    tenancy.leave(firm.session)
    assert firm.session.scalar(text("select count(*) from candidates")) == 0
    with pytest.raises(DBAPIError):
        firm.session.execute(text("insert into offices (name) values ('nowhere')"))


def test_another_agencys_rows_cannot_be_read_changed_removed_or_named(app: Flask, firm: Firm) -> None:
    theirs, first = firm.candidate().id, firm.agency.id
    firm.commit()
    mine = found(app)
    assert firm.session.scalar(text("select count(*) from candidates where id = :id"), {"id": theirs}) == 0
    changed = firm.session.execute(text("update candidates set name = 'x' where id = :id returning id"), {"id": theirs})
    removed = firm.session.execute(text("delete from candidates where id = :id returning id"), {"id": theirs})
    assert (changed.all(), removed.all()) == ([], [])
    with pytest.raises(DBAPIError):
        firm.session.execute(
            text("insert into reminder_suppressions (candidate_id, kind, at) values (:id, 'paused', now())"),
            {"id": theirs},
        )
    assert mine.agency.id != first


def test_what_was_done_cannot_be_undone_from_the_record(firm: Firm) -> None:
    firm.candidate()
    for statement in (
        "update audit_events set action = 'x'",
        "delete from audit_events",
        "update audit_details set changes = '{}'",
    ):
        with pytest.raises(DBAPIError), firm.session.begin_nested():
            firm.session.execute(text(statement))
