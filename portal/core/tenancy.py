"""One agency at a time: what a transaction has entered is all that it can see."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, event
from sqlalchemy.orm import Session, SessionTransaction

from portal.core import timeouts

_KEY, _AT = "portal.agency_id", "portal.entered_at"
_SET = (
    "select set_config('portal.agency_id', %s, true), ops.now(), "
    "set_config('statement_timeout', %s, true), set_config('lock_timeout', %s, true)"
)
"""As the driver takes it: asked in every transaction, and nothing in it has to be compiled."""


class NoTenant(RuntimeError):
    """Something that belongs to an agency was asked for before one was entered."""


def enter(session: Session, agency_id: uuid.UUID) -> None:
    """The session, in the open transaction and every later one, sees this agency's rows and no others."""
    session.info[_KEY] = agency_id
    if session.in_transaction():
        _set(session, session.connection(), agency_id)


def leave(session: Session) -> None:
    """The session sees no agency's rows."""
    session.info.pop(_KEY, None)
    if session.in_transaction():
        session.connection().exec_driver_sql(_SET, ("", *timeouts.current().values))


@contextmanager
def inside(session: Session, agency_id: uuid.UUID) -> Iterator[None]:
    """Enter an agency for the block, and leave it after."""
    enter(session, agency_id)
    try:
        yield
    finally:
        leave(session)


def entered(session: Session) -> uuid.UUID:
    """The agency that the session has entered; raises `NoTenant` when there is none."""
    agency_id: uuid.UUID | None = session.info.get(_KEY)
    if agency_id is None:
        raise NoTenant("no agency has been entered")
    return agency_id


def entered_at(session: Session) -> datetime:
    """The portal's moment at which the open transaction, or one begun now, entered its agency; asks nothing more."""
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
    session.info[_AT] = connection.exec_driver_sql(_SET, (str(agency_id), *timeouts.current().values)).one()[1]
