"""The job that goes on with an agency's imports: a part of one import at a time, so that others get their turn."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import acting
from portal.accounts import queries as accounts
from portal.accounts.viewer import Viewer
from portal.agencies import queries as agencies
from portal.core.command import OPERATOR, Actor, Command
from portal.core.errors import NotFound
from portal.imports import previews, running, undoing
from portal.imports.models import Import
from portal.imports.rules import CHECKING, RUNNING, UNDOING

_STEPS: Mapping[str, Callable[[Command, Viewer, Import], int]] = {
    CHECKING: previews.check_batch,
    RUNNING: running.run_batch,
    UNDOING: undoing.undo_batch,
}


def go_on(session: Session, now: datetime) -> int:
    """Do the next part of the import that waits longest; return how many rows that was, 0 where none waits."""
    waiting = select(Import).where(Import.wake_at <= now).order_by(Import.wake_at, Import.id).limit(1)
    row = session.scalar(waiting.with_for_update(skip_locked=True))
    if row is None:
        return 0
    command = Command(session, _actor(session, row), now)
    done = _STEPS[row.state](command, importer(session, row, now), row)
    row.wake_at = now if row.state in _STEPS else None
    session.flush()
    return max(done, 1)


def importer(session: Session, row: Import, now: datetime) -> Viewer:
    """Return the person who imports as a viewer; an operator sees what an owner sees."""
    account = accounts.get_account(session, row.by_id) if row.by_id else acting.first_owner(session, now)
    if account is None:
        raise NotFound("owner")
    return accounts.viewer_as(account, agencies.profile(session).visibility)


def _actor(session: Session, row: Import) -> Actor:
    """Return who acts: the person who imports, or undoes; the audit log says that it was by this import."""
    account_id = row.undone_by_id if row.state == UNDOING else row.by_id
    if account_id is None:
        return replace(OPERATOR, origin=origin_of(row))
    return Actor("account", account_id, accounts.get_account(session, account_id).role, origin_of(row))


def origin_of(row: Import) -> str:
    """Return what the audit log names as the origin of everything that this import does."""
    return f"import:{row.id}"
