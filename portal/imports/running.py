"""The run of an import: each row creates or updates records by the actions of the pages, or says why it did not."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

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
from portal.imports.records import RECORDS, RowDefaults, defaults_of
from portal.imports.rules import DONE, NEW, SKIP, TAGS, WRONG, action_of, fields_to_change
from portal.imports.tagging import add_tags

BATCH = 50
"""How many rows are imported at a time: "Stop", and other agencies' imports, wait for no more than these."""

Values = dict[str, Any]
Imported = tuple[Values, list[Values]]
"""What became of a row, and what that created and changed."""


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
    standing = command.session.scalars(again.execution_options(populate_existing=True)).all()
    outcomes, changes = [], []
    for one, (outcome, kept) in zip(standing, _import_each(command, row, standing, checked), strict=True):
        outcomes.append({"agency_id": one.agency_id, "id": one.id, **outcome})
        changes += kept
    changes += _tag(command, row, standing, outcomes, checked)
    changes += _learned(command.session, row, outcomes, {one.id: checked[one.number].values for one in rows})
    if changes:
        command.session.execute(insert(ImportChange), changes)
    for names in {tuple(outcome) for outcome in outcomes}:
        command.session.execute(update(ImportRow), [outcome for outcome in outcomes if tuple(outcome) == names])
    command.session.flush()


def _import_each(
    command: Command, row: Import, rows: Sequence[ImportRow], checked: Mapping[int, CheckedRow]
) -> list[Imported]:
    """Import these rows together, and where one is refused each by itself, so that the others stay."""
    defaults = defaults_of(command.session, row)
    try:
        with command.session.begin_nested():
            return [_import_row(command, row, one, checked[one.number].values, defaults) for one in rows]
    except ActionRefused:
        return [_import_alone(command, row, one, checked[one.number].values, defaults) for one in rows]


def _import_alone(
    command: Command, row: Import, one: ImportRow, values: Mapping[str, Any], defaults: RowDefaults
) -> Imported:
    try:
        with command.session.begin_nested():
            return _import_row(command, row, one, values, defaults)
    except ActionRefused as refused:
        problem = Problem(refused.field or "row", refused.sentence, plain_values(refused.values))
        return {"outcome": "refused", "verdict": WRONG, "problems": [asdict(problem)]}, []


def _import_row(
    command: Command, row: Import, one: ImportRow, values: Mapping[str, Any], defaults: RowDefaults
) -> Imported:
    """Do what was decided about the row; raise `ActionRefused` where that cannot be done."""
    action = action_of(one.verdict or "", one.decision)
    if action == SKIP:
        return {"outcome": "left_out"}, []
    changed: list[Values] = []
    with CreatedRows(command.session) as created:
        if action == NEW or one.match_id is None:
            made = RECORDS[row.kind].create(command, defaults, values)
            outcome = {"outcome": "created", "record_id": made.id}
        else:
            outcome, changed = _update(command, row, one, one.match_id, values)
        command.session.flush()
    return outcome, [*changed, *_created(row, created.rows, outcome["record_id"], values)]


def _update(
    command: Command, row: Import, one: ImportRow, record_id: uuid.UUID, values: Mapping[str, Any]
) -> tuple[Values, list[Values]]:
    """Update the record that the row is about; return what became of the row, and what that changed."""
    given = {
        code: values[code] for code in fields_to_change(one.changes, one.conflicts, one.decision) if code in values
    }
    if not given:
        return {"outcome": "unchanged", "record_id": record_id}, []
    record = RECORDS[row.kind]
    found = record.load(command.session, record_id)
    stays = _sign_in_that_stays(found, given)
    before = {code: plain(getattr(found, code)) for code in given if code != TAGS}
    record.update(command, found, given)
    after = _given({code: value for code, value in values.items() if code not in {problem.code for problem in stays}})
    outcome = {"outcome": "updated", "record_id": record_id, "problems": [asdict(problem) for problem in stays]}
    return outcome, [_change(row, row.kind, record_id, after, before=before)]


def _tag(
    command: Command,
    row: Import,
    rows: Sequence[ImportRow],
    outcomes: Sequence[Values],
    checked: Mapping[int, CheckedRow],
) -> list[Values]:
    """Put the tags of these rows on their candidates; return what that adds."""
    created, given = set(), {}
    for one, outcome in zip(rows, outcomes, strict=True):
        text = checked[one.number].values.get(TAGS)
        if outcome["outcome"] == "created":
            created.add(outcome["record_id"])
        elif outcome["outcome"] != "updated" or TAGS not in fields_to_change(one.changes, one.conflicts, one.decision):
            continue
        if text:
            given[outcome["record_id"]] = text
    return [_change(row, table, made, {}, created=True) for table, made in add_tags(command, given, created)]


def _sign_in_that_stays(found: Any, given: Values) -> list[Problem]:
    """Take an address out of `given` that would replace the one a candidate signs in with; say that it stays.

    Where the row changes nothing else, it is refused as a whole.
    """
    if not isinstance(found, Candidate) or found.account_id is None or len(given) == 1 or "email" not in given:
        return []
    del given["email"]
    sentence = N_("This candidate signs in with %(email)s, so that stays. Change it on their page.")
    return [Problem("email", sentence, {"email": found.email})]


def _created(row: Import, made: Sequence[Any], record_id: uuid.UUID, values: Mapping[str, Any]) -> list[Values]:
    """Return which rows came to be, the record itself with what the file gave it."""
    return [
        _change(row, one.__tablename__, one.id, _given(values) if one.id == record_id else {}, created=True)
        for one in made
    ]


def _learned(
    session: Session, row: Import, outcomes: Sequence[Values], values: Mapping[uuid.UUID, Mapping[str, Any]]
) -> list[Values]:
    """Return what the file gave records that it left unchanged, where that was not known from an earlier import.

    A later import compares with it, so that it can tell what changed in the file from what someone changed here.
    """
    unchanged = {one["record_id"]: _given(values[one["id"]]) for one in outcomes if one["outcome"] == "unchanged"}
    known = queries.imported_values(session, list(unchanged))
    return [
        _change(row, row.kind, record_id, given)
        for record_id, given in unchanged.items()
        if given.items() - known.get(record_id, {}).items()
    ]


def _given(values: Mapping[str, Any]) -> Values:
    """Return what the file gives a record, as JSON keeps it; the people of an interview are records of their own."""
    return plain_values({code: value for code, value in values.items() if code != "people"})


def _change(
    row: Import, table: str, record_id: uuid.UUID, after: Values, *, created: bool = False, before: Values | None = None
) -> Values:
    """Return the columns of an `ImportChange`."""
    change = {"table_name": table, "record_id": record_id, "created": created}
    return {"import_id": row.id, **change, "before": before or {}, "after": after}
