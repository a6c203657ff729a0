"""The database: one declarative base, and the columns that every tenant's table has."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import psycopg
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Engine,
    FetchedValue,
    ForeignKeyConstraint,
    Insert,
    MetaData,
    Text,
    TextClause,
    Uuid,
    and_,
    event,
    func,
    insert,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry, relationship
from sqlalchemy.orm import Session as OrmSession

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

ENTERED_AGENCY = text("nullif(current_setting('portal.agency_id', true), '')::uuid")
"""The tenant that the transaction has entered, as PostgreSQL sees it; null if none was."""


class Base(DeclarativeBase):
    """The base of every mapped class, whichever schema its table is in."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING_CONVENTION),
        type_annotation_map={
            str: Text(),
            datetime: TIMESTAMP(timezone=True),
            date: Date(),
            uuid.UUID: Uuid(),
            dict[str, Any]: JSONB(),
        },
    )


PINNED_CONNECTION_KEY = "portal.held_connection"
PREPARE_THRESHOLD = 3
MAX_PREPARED_STATEMENTS = 300
"""How many of a connection's latest statements stay prepared; each takes some of the server's memory."""


class PinnedSession(Session):
    """A session whose transactions use the connection that `pinned_connection` keeps for it, if there is one."""

    def get_bind(self, *which: Any, **how: Any) -> Engine | Connection:
        """Return the connection or engine for the next statement."""
        held: Connection | None = self.info.get(PINNED_CONNECTION_KEY)
        return held or super().get_bind(*which, **how)


@contextmanager
def pinned_connection(session: OrmSession) -> Iterator[None]:
    """Run the transactions begun in the block on one connection, which is checked once and not each time.

    A lost connection is replaced after the rollback of the transaction that finds it lost.
    """
    with session.get_bind().engine.connect() as connection:
        session.info[PINNED_CONNECTION_KEY] = connection
        try:
            yield
        finally:
            session.rollback()
            del session.info[PINNED_CONNECTION_KEY]


def enable_prepared_statements(engine: Engine) -> None:
    """Have the database plan each statement once for a connection, and not on every execution."""

    @event.listens_for(engine, "connect")
    def _prepare(connection: psycopg.Connection[Any], _record: object) -> None:
        connection.prepare_threshold, connection.prepared_max = PREPARE_THRESHOLD, MAX_PREPARED_STATEMENTS


db = SQLAlchemy(model_class=Base, disable_autonaming=True, session_options={"class_": PinnedSession})


# mypy cannot read the type of `db.Model`; without this, every query would return Any.
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class TenantModel(Model):
    """A row of one agency: keyed `(agency_id, id)`, versioned, and stamped with the portal's clock.

    `agency_id` is filled by the database from the tenant that the transaction entered, so no action can name
    another. `version` and `changed_at` are kept by a trigger, so bulk updates count too.
    """

    __abstract__ = True

    agency_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, server_default=ENTERED_AGENCY)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"))
    version: Mapped[int] = mapped_column(server_default=text("1"), server_onupdate=FetchedValue())
    created_at: Mapped[datetime] = mapped_column(server_default=text("ops.now()"))
    changed_at: Mapped[datetime] = mapped_column(server_default=text("ops.now()"), server_onupdate=FetchedValue())


class ExternallyIdentified:
    """A mixin for rows that another system may know by a name of its own."""

    external_id: Mapped[str | None]


def lock_row(session: OrmSession, row: TenantModel) -> None:
    """Lock this row until the transaction ends, and reload it; other transactions that lock it wait."""
    table = type(row)
    session.execute(select(table.id).where(table.id == row.id).with_for_update(key_share=True))
    session.refresh(row)


def insert_for_each(
    model: type[TenantModel], column: str, ids: Sequence[uuid.UUID], same: Mapping[str, object]
) -> Insert:
    """Return the statement that adds a row for each of these ids, in `column`, with `same` in its other columns."""
    columns = model.__table__.c
    given = func.unnest(literal(list(ids), ARRAY(Uuid))).column_valued("given")
    values = [literal(value, columns[name].type) for name, value in same.items()]
    return insert(model).from_select([column, *same], select(given, *values))


def tenant_foreign_key(table: str, column: str, *, ondelete: str | None = None) -> ForeignKeyConstraint:
    """Tie `column` to a row of `table` in the same agency: key checks bypass policies, so both columns are needed."""
    return ForeignKeyConstraint(["agency_id", column], [f"{table}.agency_id", f"{table}.id"], ondelete=ondelete)


def is_row(column: Any, model: Any) -> ColumnElement[bool]:
    """Return the condition that the column holds the id of this row of `model`, of the same agency.

    `model` may be an alias; the column is a model's own.
    """
    return and_(column.class_.agency_id == model.agency_id, column == model.id)


def indexed_value_or(column: str, other: object) -> TextClause:
    """Return `listing.value_or` for an index, in lines as PostgreSQL has it, so that Alembic finds no difference."""
    return text(f"(\ncase\nwhen {column} is null then {other}\nelse {column}\nend)")


def belongs_to(model: str, owner: str, column: str) -> Any:
    """Read the row that `owner.column` names; it is written through the column, so nothing else sets `agency_id`."""
    join = f"and_({owner}.agency_id == {model}.agency_id, foreign({owner}.{column}) == {model}.id)"
    return relationship(model, primaryjoin=join, viewonly=True)


def has_many(model: str, owner: str, column: str, order_by: str) -> Any:
    """Read the rows of `model` whose `column` names this one, in `order_by`."""
    join = f"and_({owner}.agency_id == {model}.agency_id, {owner}.id == foreign({model}.{column}))"
    return relationship(model, primaryjoin=join, viewonly=True, order_by=order_by, uselist=True)
