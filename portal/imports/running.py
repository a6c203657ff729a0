"""The run of an import: each row creates or updates records by the actions of the pages, or says why it did not."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, update

from portal.accounts.viewer import Viewer
from portal.audit import actions as audit
from portal.core.command import Command
from portal.core.errors import ActionRefused
from portal.imports import queries
from portal.imports.created_rows import CreatedRows
from portal.imports.models import Import, ImportChange, ImportRow
from portal.imports.plain import plain, plain_values
from portal.imports.previews import check_rows
from portal.imports.records import RECORDS
from portal.imports.rules import DONE, NEW, SKIP, WRONG, action_of

BATCH = 100


def run_batch(command: Command, viewer: Viewer, row: Import) -> int:
    """Import the next rows; return how many, and finish the import after the last."""
    session = command.session
    rows = session.scalars(queries.rows_of(row.id).where(ImportRow.number > row.position).limit(BATCH)).all()
    if rows:
        _import_rows(command, viewer, row, rows)
        row.position = rows[-1].number
    if row.position >= row.row_count:
        row.state, row.finished_at = DONE, command.now
        audit.record(command, "import.finish", row)
    return len(rows)


def _import_rows(command: Command, viewer: Viewer, row: Import, rows: Sequence[ImportRow]) -> None:
    checked = check_rows(command.session, viewer, row, rows, running=True)
    again = queries.rows_of(row.id).where(ImportRow.number.between(rows[0].number, rows[-1].number))
    for one in command.session.scalars(again.execution_options(populate_existing=True)).all():
        action = action_of(one.verdict or "", one.decision)
        if action == SKIP:
            one.outcome = "left_out"
            continue
        try:
            with command.session.begin_nested():
                _import_row(command, row, one, dict(checked[one.number].values), create=action == NEW)
        except ActionRefused as refused:
            _refuse(command, one, refused)
    command.session.flush()


def _import_row(command: Command, row: Import, one: ImportRow, values: dict[str, Any], *, create: bool) -> None:
    """Create the row's record, or update the one it is about, and keep what that created and changed."""
    record = RECORDS[row.kind]
    with CreatedRows(command.session) as created:
        if create or one.match_id is None:
            made = record.create(command, row, values)
            one.record_id, one.outcome = made.id, "created"
        else:
            changed = {code: values[code] for code in _changed_fields(one) if code in values}
            one.record_id = one.match_id
            one.outcome = "updated" if changed else "unchanged"
            _update(command, row, one, record, changed)
    _keep_created(command, row, created.rows, one, plain_values(values))


def _update(command: Command, row: Import, one: ImportRow, record: Any, changed: dict[str, Any]) -> None:
    """Change the record's values, and keep those before and after."""
    if not changed or one.match_id is None:
        return
    found = record.load(command.session, one.match_id)
    before = {code: plain(getattr(found, code)) for code in changed}
    record.update(command, found, changed)
    kept = {"table_name": found.__tablename__, "record_id": found.id, "created": False}
    values = {"before": before, "after": plain_values(changed)}
    command.session.execute(insert(ImportChange).values(import_id=row.id, **kept, **values))


def _changed_fields(one: ImportRow) -> Sequence[str]:
    return [*one.changes, *one.conflicts] if one.decision == "same" else one.changes


def _keep_created(command: Command, row: Import, created: Sequence[Any], one: ImportRow, given: dict[str, Any]) -> None:
    """Keep which rows came to be, the record itself with what the file gave it."""
    rows = [
        {
            "import_id": row.id,
            "table_name": made.__tablename__,
            "record_id": made.id,
            "created": True,
            "before": {},
            "after": {code: value for code, value in given.items() if code != "people"}
            if made.id == one.record_id
            else {},
        }
        for made in created
    ]
    if rows:
        command.session.execute(insert(ImportChange), rows)


def _refuse(command: Command, one: ImportRow, refused: ActionRefused) -> None:
    problem = {"code": refused.field or "row", "sentence": refused.sentence, "values": plain_values(refused.values)}
    values = {"outcome": "refused", "verdict": WRONG, "problems": [problem]}
    command.session.execute(update(ImportRow).where(ImportRow.id == one.id).values(values))
    command.session.expire(one)
