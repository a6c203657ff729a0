"""How long the rows of a file are kept: an undo needs none of them, so they go some time after their import."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from portal.accounts.viewer import Viewer
from portal.audit import actions as audit
from portal.core.command import PORTAL, Command
from portal.imports import queries
from portal.imports.models import Import, ImportRow
from portal.imports.reading import delete_files
from portal.imports.rules import DISCARDED, READY, UNREADABLE

RETENTION = timedelta(days=90)
"""How long a file's rows are kept once nothing happens to its import any more (docs/rules.md#imports)."""
BATCH = 10_000

_NEVER_RUN = (READY, UNREADABLE, DISCARDED)


def due_at(row: Import, now: datetime) -> datetime | None:
    """Return when the jobs delete the next rows of an import that rests; None once they are gone."""
    if row.rows_deleted_at:
        return None
    return now if row.outcomes is not None else now + RETENTION


def delete_batch(command: Command, _viewer: Viewer, row: Import) -> int:
    """Delete the next rows of the file; return how many. With the last go the file, and an import that never ran."""
    session = command.session
    if row.outcomes is None:
        row.outcomes = queries.outcome_counts(session, row.id)
    ids = session.scalars(select(ImportRow.id).where(ImportRow.import_id == row.id).limit(BATCH)).all()
    if ids:
        session.execute(delete(ImportRow).where(ImportRow.id.in_(ids)))
        return len(ids)
    delete_files(session, row)
    by_portal = replace(command, by=PORTAL)
    if row.state not in _NEVER_RUN:
        audit.record(by_portal, "import.delete_rows", row)
        row.rows_deleted_at = command.now
        return 0
    if row.state != DISCARDED:
        audit.record(by_portal, "import.discard", row)
    session.delete(row)
    return 0
