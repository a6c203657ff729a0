"""Agencies like one that the actions have made, row by row: what a test wants each time, in a fraction of the time."""

import uuid
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import Table, insert, select

from portal.accounts.models import Account
from portal.agencies.models import Agency
from portal.core import tenancy, transaction
from portal.core.db import Base, db
from tests.factories.firm import Firm, found

STAMPS = ("created_at", "changed_at")
"""What the database writes with a row, and so is left to it."""


@dataclass(frozen=True)
class Mould:
    """`rows` of each table as they stand in the first agency, without which agency and when; `names` its accounts."""

    rows: list[tuple[Table, list[dict[str, Any]]]]
    names: dict[str, uuid.UUID]

    @classmethod
    def made(cls, app: Flask) -> "Mould":
        """A first agency is made by the actions, read, and not kept."""
        firm = found(app)
        names = {name: getattr(firm, name).id for name in ("owner", "recruiter", "stranger", "viewer")}
        tables = [table for table in Base.metadata.sorted_tables if "agency_id" in table.c]
        read = [(table, _rows(firm, table)) for table in tables]
        transaction.rollback(firm.session)
        tenancy.leave(firm.session)
        return cls([(table, rows) for table, rows in read if rows], names)

    def cast(self, app: Flask) -> Firm:
        """A new agency like the first in the session of the open application context, not yet committed."""
        session = db.session()
        agency = Agency(host=f"{uuid.uuid4().hex[:12]}.localhost", name="McGrath Systems")
        session.add(agency)
        session.flush()
        tenancy.enter(session, agency.id)
        for table, rows in self.rows:
            session.connection().execute(insert(table).values(agency_id=agency.id), rows)
        people = {account.id: account for account in session.scalars(select(Account))}
        return Firm(app, agency.id, agency, **{name: people[key] for name, key in self.names.items()})


def _rows(firm: Firm, table: Table) -> list[dict[str, Any]]:
    kept = [column for column in table.c if column.name not in ("agency_id", *STAMPS)]
    return [dict(row) for row in firm.session.execute(select(*kept)).mappings()]
