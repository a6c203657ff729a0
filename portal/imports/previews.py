"""Checking the rows of a file: the verdict that the preview shows, by batches and for a row that was edited."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from babel import Locale
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.accounts.viewer import Viewer
from portal.agencies import queries as agencies
from portal.core.command import Command
from portal.core.errors import N_
from portal.imports import queries
from portal.imports.checking import CheckedRow, Problem, check_row
from portal.imports.columns import CANDIDATES
from portal.imports.lookups import Lookups, load_lookups
from portal.imports.matching import find_matches
from portal.imports.models import Import, ImportRow
from portal.imports.plain import plain_values
from portal.imports.row_keys import row_key
from portal.imports.rules import MAYBE, NEW, READY, WRONG, Verdict, judge
from portal.imports.values import ReadingRules

BATCH = 500


def check_batch(command: Command, viewer: Viewer, row: Import) -> int:
    """Check the next rows of the import; return how many, and make it ready after the last."""
    rows = queries.next_rows(command.session, row, BATCH)
    if rows:
        for one in rows:
            one.decision = None
        check_rows(command.session, viewer, row, rows)
        row.position = rows[-1].number
    if row.position >= row.row_count:
        row.state, row.position = READY, 0
    return len(rows)


def check_rows(
    session: Session, viewer: Viewer, row: Import, rows: Sequence[ImportRow], *, running: bool = False
) -> dict[int, CheckedRow]:
    """Write the verdict of each row; return what each gives, by number.

    While the import is `running`, a row that was new or perhaps the same stays so, unless it is certainly the same by
    now: it would else resemble other rows of its own file, and what someone decided was about the record they saw.
    """
    checked = read_rows(session, row, rows)
    keys = {number: row_key(row.kind, one.values) for number, one in checked.items() if not one.problems}
    earlier = _earlier_rows(session, row, keys)
    good = {number: one.values for number, one in checked.items() if not one.problems and number not in earlier}
    found = find_matches(session, viewer, row.kind, good, certain_only=running)
    written = []
    for one in rows:
        problems = list(checked[one.number].problems)
        if one.number in earlier:
            problems.append(
                Problem(
                    "row", N_("Row %(row)s is about the same one. Delete one of the two."), {"row": earlier[one.number]}
                )
            )
        elif one.number in found and (problem := found[one.number].problem):
            problems.append(problem)
        match = found[one.number].match if one.number in found else None
        if not (running and one.verdict in (NEW, MAYBE) and match is None and not problems):
            verdict = Verdict(WRONG) if problems else judge(plain_values(good[one.number]), match, one.decision)
            written.append(_columns(one, verdict, problems, keys.get(one.number)))
        checked[one.number] = CheckedRow(checked[one.number].values, tuple(problems))
    if written:
        session.execute(update(ImportRow), written)
    return checked


def read_rows(session: Session, row: Import, rows: Sequence[ImportRow]) -> dict[int, CheckedRow]:
    """Return what each row gives, with the agency's fields, offices, and recruiters in place of their names."""
    reading, lookups = reading_of(session, row), load_lookups(session)
    return {one.number: _read(row, one, reading, lookups) for one in rows}


def reading_of(session: Session, row: Import) -> ReadingRules:
    """Return how this import reads values that can mean several things."""
    profile = agencies.profile(session)
    languages = tuple(dict.fromkeys((Locale.parse(profile.locale).language, "en")))
    return ReadingRules(profile.country, profile.time_zone, row.date_order, languages, row.verbatim)


def _read(row: Import, one: ImportRow, reading: ReadingRules, lookups: Lookups) -> CheckedRow:
    checked = check_row(row.kind, row.mapping, row.columns, one.cells, reading)
    values = dict(checked.values)
    problems = [*checked.problems, *lookups.resolve(values, leave_out_unknown=row.verbatim)]
    if row.kind == CANDIDATES:
        problems += lookups.refuse_staff(values)
    return CheckedRow(values, tuple(problems))


def _earlier_rows(session: Session, row: Import, keys: Mapping[int, str | None]) -> dict[int, int]:
    """Return, for each row whose key an earlier row of the file has too, that row's number."""
    first = queries.first_rows_with_keys(session, row.id, {key for key in keys.values() if key})
    earlier = {}
    for number in sorted(keys):
        key = keys[number]
        if key is None:
            continue
        standing = first.setdefault(key, number)
        if standing < number:
            earlier[number] = standing
        else:
            first[key] = number
    return earlier


def _columns(one: ImportRow, verdict: Verdict, problems: Sequence[Problem], key: str | None) -> dict[str, Any]:
    return {
        "agency_id": one.agency_id,
        "id": one.id,
        "key": key,
        "verdict": verdict.code,
        "reason": verdict.reason,
        "match_id": verdict.match.record_id if verdict.match else None,
        "changes": list(verdict.changes),
        "conflicts": list(verdict.conflicts),
        "problems": [asdict(problem) for problem in problems],
    }
