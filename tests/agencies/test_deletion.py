"""Deleting an agency: every row of it goes, in every table, and no row of another."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from portal.agencies import deletion
from portal.core.errors import ActionRefused, CannotRun
from portal.core.settings import Settings
from tests.factories.firm import Firm, found


@pytest.fixture
def owner(settings: Settings) -> Iterator[Connection]:
    """A connection as the owner of the tables."""
    with create_engine(settings.admin_url or "", poolclass=NullPool).connect() as connection:
        yield connection


def counts(connection: Connection, agency_id: uuid.UUID) -> dict[str, int]:
    connection.execute(text("select set_config('portal.agency_id', :id, true)"), {"id": str(agency_id)})
    return {
        table: connection.scalar(text(f"select count(*) from {table} where agency_id = :id"), {"id": agency_id}) or 0
        for table in deletion.tables_in_order(connection)
    }


def busy(firm: Firm) -> Firm:
    interview = firm.interview(starts_in=-timedelta(hours=3), people=("Dana Ruiz <dana@acme.example>",))
    firm.debriefed(interview)
    firm.draft(interview.application.candidate)
    firm.agency.suspended_at = firm.now()
    firm.commit()
    return firm


def test_every_row_of_the_agency_goes_and_none_of_another(app: Flask, firm: Firm, owner: Connection) -> None:
    host, name = firm.agency.host, firm.agency.name
    mine = busy(firm).id
    other = busy(found(app)).id
    before, kept = counts(owner, mine), counts(owner, other)
    assert sum(1 for rows in before.values() if rows) > 15
    agency_id = deletion.lock_for_deletion(owner, host, name)
    deleted = dict(deletion.delete_rows(owner, agency_id, deletion.tables_in_order(owner)))
    owner.commit()
    assert deleted == before | {"ops.agencies": 1}
    assert set(counts(owner, mine).values()) == {0}
    assert counts(owner, other) == kept
    assert owner.scalars(text("select id from ops.agencies where id = any(:ids)"), {"ids": [mine, other]}).all() == [
        other
    ]


def test_every_agencys_table_is_deleted_from(owner: Connection) -> None:
    tables = deletion.tables_in_order(owner)
    assert sorted(tables) == sorted(
        owner.scalars(text("select tablename from pg_tables where schemaname = 'public'")).all()
    )
    assert tables.index("interview_people") < tables.index("interviews") < tables.index("applications")


def test_only_a_suspended_agency_of_exactly_this_name(firm: Firm, owner: Connection) -> None:
    host, name = firm.agency.host, firm.agency.name
    firm.commit()
    with pytest.raises(ActionRefused, match="isn’t suspended"):
        deletion.lock_for_deletion(owner, host, name)
    with pytest.raises(CannotRun, match="--name"):
        deletion.lock_for_deletion(owner, host, name.lower())
    with pytest.raises(CannotRun, match="no agency uses the host"):
        deletion.lock_for_deletion(owner, f"x{host}", name)
