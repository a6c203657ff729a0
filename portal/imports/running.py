"""The run of an import: each row creates or updates records by the actions of the pages, or says why it did not."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import insert, update

from portal.accounts.viewer import Viewer
from portal.audit import actions as audit
from portal.candidates.models import Candidate
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.imports import queries
from portal.imports.checking import CheckedRow, Problem
from portal.imports.created_rows import CreatedRows
from portal.imports.models import Import, ImportChange, ImportRow
from portal.imports.plain import plain, plain_values
from portal.imports.previews import check_rows
from portal.imports.records import RECORDS
from portal.imports.rules import DONE, NEW, SKIP, WRONG, action_of, fields_to_change

BATCH = 100
Values = dict[str, Any]


def run_batch(command: Command, viewer: Viewer, row: Import) -> int:
    """Import the next rows; return how many, and finish the import after the last."""
    rows = queries.next_rows(command.session, row, BATCH)
    if rows:
        _import_rows(command, viewer, row, rows)
        row.position = rows[-1].number
    if row.position >= row.row_count:
        row.state, row.finished_at = DONE, command.now
        audit.record(command, "import.finish", row)
    return len(rows)


def _import_rows(command: Command, viewer: Viewer, row: Import, rows: Sequence[ImportRow]) -> None:
    """Import these rows; what became of them, and what they created and changed, is written once for all of them."""
    checked = check_rows(command.session, viewer, row, rows, running=True)
    again = queries.rows_of(row.id).where(ImportRow.number.between(rows[0].number, rows[-1].number))
    outcomes, changes = [], []
    for one in command.session.scalars(again.execution_options(populate_existing=True)).all():
        outcome, kept = _import_row(command, row, one, checked[one.number])
        outcomes.append({"agency_id": one.agency_id, "id": one.id, **outcome})
        changes += kept
    if changes:
        command.session.execute(insert(ImportChange), changes)
    for names in {tuple(outcome) for outcome in outcomes}:
        command.session.execute(update(ImportRow), [outcome for outcome in outcomes if tuple(outcome) == names])
    command.session.flush()


def _import_row(command: Command, row: Import, one: ImportRow, checked: CheckedRow) -> tuple[Values, list[Values]]:
    """Do what was decided about the row; return what became of it, and what that created and changed."""
    action = action_of(one.verdict or "", one.decision)
    if action == SKIP:
        return {"outcome": "left_out"}, []
    try:
        with command.session.begin_nested(), CreatedRows(command.session) as created:
            outcome, changed = _apply(command, row, one, dict(checked.values), create=action == NEW)
            command.session.flush()
            return outcome, [*changed, *_created(row, created.rows, outcome["record_id"], checked.values)]
    except ActionRefused as refused:
        problem = Problem(refused.field or "row", refused.sentence, plain_values(refused.values))
        return {"outcome": "refused", "verdict": WRONG, "problems": [asdict(problem)]}, []


def _apply(
    command: Command, row: Import, one: ImportRow, values: Values, *, create: bool
) -> tuple[Values, list[Values]]:
    """Create the row's record, or update the one it is about."""
    record = RECORDS[row.kind]
    if create or one.match_id is None:
        return {"outcome": "created", "record_id": record.create(command, row, values).id}, []
    given = {
        code: values[code] for code in fields_to_change(one.changes, one.conflicts, one.decision) if code in values
    }
    if not given:
        return {"outcome": "unchanged", "record_id": one.match_id}, []
    found = record.load(command.session, one.match_id)
    stays = _sign_in_that_stays(found, given)
    before = {code: plain(getattr(found, code)) for code in given}
    record.update(command, found, given)
    change = {"table_name": found.__tablename__, "record_id": found.id, "created": False}
    kept = {"import_id": row.id, **change, "before": before, "after": plain_values(given)}
    return {"outcome": "updated", "record_id": one.match_id, "problems": [asdict(problem) for problem in stays]}, [kept]


def _sign_in_that_stays(found: Any, given: Values) -> list[Problem]:
    """Take an address out of `given` that would replace the one a candidate signs in with; say that it stays.

    Where the row changes nothing else, it is refused as a whole.
    """
    if not isinstance(found, Candidate) or found.account_id is None or len(given) == 1 or "email" not in given:
        return []
    del given["email"]
    sentence = N_("This candidate signs in with %(email)s, so that stays. Change it on their page.")
    return [Problem("email", sentence, {"email": found.email})]


def _created(row: Import, made: Sequence[Any], record_id: uuid.UUID, given: Mapping[str, Any]) -> list[Values]:
    """Return which rows came to be, the record itself with what the file gave it."""
    after = plain_values({code: value for code, value in given.items() if code != "people"})
    return [
        {
            "import_id": row.id,
            "table_name": one.__tablename__,
            "record_id": one.id,
            "created": True,
            "before": {},
            "after": after if one.id == record_id else {},
        }
        for one in made
    ]
