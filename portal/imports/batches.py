"""The job that goes on with an agency's imports: a part of one import at a time, so that others get their turn."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.accounts.viewer import Viewer
from portal.core.command import OPERATOR, Actor, Command
from portal.core.db import lock_row
from portal.imports import previews, queries, reading, retention, running, undoing
from portal.imports.models import Import
from portal.imports.rules import CHECKING, DISCARDED, READING, RUNNING, UNDOING

_STEPS: Mapping[str, Callable[[Command, Viewer, Import], int]] = {
    READING: reading.read_batch,
    CHECKING: previews.check_batch,
    RUNNING: running.run_batch,
    UNDOING: undoing.undo_batch,
    DISCARDED: retention.delete_batch,
}


def go_on(session: Session, now: datetime) -> int:
    """Do the next part of the import that waits longest; return how many rows that was, 0 where none waits."""
    waiting = select(Import).where(Import.wake_at <= now).order_by(Import.wake_at, Import.id).limit(1)
    row = session.scalar(waiting.with_for_update(skip_locked=True))
    return max(_next_part(session, row, now), 1) if row else 0


def keep_from_jobs(row: Import, now: datetime) -> None:
    """Leave the import to the process that calls this, as long as that goes on with it."""
    row.wake_at = now + reading.LEASE


def go_on_here(session: Session, row: Import, now: datetime) -> int:
    """Do the next part of this import and keep it from the jobs; return how many rows that was."""
    lock_row(session, row)
    if row.state not in _STEPS:
        return 0
    done = _next_part(session, row, now)
    if is_at_work(row):
        keep_from_jobs(row, now)
    session.flush()
    return done


def is_at_work(row: Import) -> bool:
    """Return whether the import has a part left to do."""
    return row.state in _STEPS


def _next_part(session: Session, row: Import, now: datetime) -> int:
    command = Command(session, _actor(session, row), now)
    step = _STEPS.get(row.state, retention.delete_batch)
    done = step(command, queries.importer(session, row, now), row)
    row.wake_at = now if is_at_work(row) else retention.due_at(row, now)
    session.flush()
    return done


def _actor(session: Session, row: Import) -> Actor:
    """Return who acts: the person who imports, or undoes; the audit log says that it was by this import."""
    account_id = row.undone_by_id if row.state == UNDOING else row.by_id
    if account_id is None:
        return replace(OPERATOR, origin=origin_of(row))
    return Actor("account", account_id, accounts.get_account(session, account_id).role, origin_of(row))


def origin_of(row: Import) -> str:
    """Return what the audit log names as the origin of everything that this import does."""
    return f"import:{row.id}"
