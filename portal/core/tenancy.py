"""One agency at a time: a transaction sees only the rows of the agency that it has entered."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, event, func, literal_column
from sqlalchemy.orm import Session, SessionTransaction

from portal.core.services import services

_KEY, _AT = "portal.agency_id", "portal.entered_at"
_SET = (
    "select set_config('portal.agency_id', %s, true), ops.now(), "
    "set_config('statement_timeout', %s, true), set_config('lock_timeout', %s, true)"
)
"""Written for the driver itself: it runs in every transaction, and nothing in it has to be compiled."""


class NoTenant(RuntimeError):
    """A session was asked for its agency before one was entered."""


def enter(session: Session, agency_id: uuid.UUID) -> None:
    """Let the session see this agency's rows and no others, in the open transaction and every later one."""
    session.info[_KEY] = agency_id
    if session.in_transaction():
        _set(session, session.connection(), agency_id)


def entering(agency_id: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """Return what to select beside an agency, to enter it by the statement that finds it; then call `mark_entered`."""
    statement, lock = services().timeouts.values
    settings = {_KEY: agency_id, "statement_timeout": statement, "lock_timeout": lock}
    return [literal_column("ops.now()"), *(func.set_config(name, value, True) for name, value in settings.items())]


def mark_entered(session: Session, agency_id: uuid.UUID, moment: datetime) -> None:
    """Note that a statement with `entering` has entered the agency at this moment, in the open transaction."""
    session.info[_KEY], session.info[_AT] = agency_id, moment


def leave(session: Session) -> None:
    """Let the session see no agency's rows."""
    session.info.pop(_KEY, None)
    if session.in_transaction():
        session.connection().exec_driver_sql(_SET, ("", *services().timeouts.values))


@contextmanager
def inside(session: Session, agency_id: uuid.UUID) -> Iterator[None]:
    """Enter an agency for the block, and leave it after."""
    enter(session, agency_id)
    try:
        yield
    finally:
        leave(session)


def entered(session: Session) -> uuid.UUID:
    """Return the agency that the session has entered; raise `NoTenant` if there is none."""
    agency_id: uuid.UUID | None = session.info.get(_KEY)
    if agency_id is None:
        raise NoTenant("no agency has been entered")
    return agency_id


def entered_at(session: Session) -> datetime:
    """Return the portal's moment at which the open transaction, or one begun now, entered its agency.

    Query nothing more.
    """
    entered(session)
    session.connection()
    moment: datetime = session.info[_AT]
    return moment


@event.listens_for(Session, "after_begin")
def _enter_new_transaction(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    agency_id = session.info.get(_KEY)
    if agency_id is not None and not transaction.nested:
        _set(session, connection, agency_id)


def _set(session: Session, connection: Connection, agency_id: uuid.UUID) -> None:
    session.info[_AT] = connection.exec_driver_sql(_SET, (str(agency_id), *services().timeouts.values)).one()[1]
