"""The rows of an imported file as its pages show them: who each is about, its verdict and why, and its cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal.imports import queries
from portal.imports.calendars import NOTE
from portal.imports.checking import Problem
from portal.imports.columns import fields_of
from portal.imports.models import Import, ImportRow
from portal.imports.rules import CALENDARS, CHANGED_HERE, MAYBE, SAME
from portal.web.imports.presenter import record_url

REASONS = {
    "email": _("same email"),
    "external_id": _("same ID in the other system"),
    "phone": _("same phone number"),
    "name": _("similar name"),
    "domain": _("same email domain"),
    "name_and_employer": _("same name and employer"),
    "time": _("same candidate, employer, and time"),
}
NAMING = ("name", "first_name", "last_name", "candidate_email")
"""The details that say who or what a row is about."""


@dataclass(frozen=True)
class ColumnView:
    """One column of the file: its place there, its name, what the page calls it, and the detail it is used for."""

    place: int
    name: str
    label: str
    code: str


@dataclass(frozen=True)
class CellView:
    """One cell: its column, its text, and what is wrong with it."""

    column: ColumnView
    text: str
    problem: str = ""


@dataclass(frozen=True)
class RowView:
    """One row: its place in the file, who it is about, its verdict and why, the record it may be about, its cells."""

    number: int
    line: int
    title: str
    verdict: str
    note: str
    known: str
    known_url: str
    cells: tuple[CellView, ...]
    decision: str | None


def column_views(row: Import) -> list[ColumnView]:
    """Return the columns in the order of the page: those that are used come first."""
    columns = [
        ColumnView(place, name, _label(row, name), row.mapping.get(name, ""))
        for place, name in enumerate(row.columns)
        if not _is_note(row, name)
    ]
    return sorted(columns, key=lambda column: not column.code)


def _label(row: Import, column: str) -> str:
    """Return what the page calls a column: its name in the file, or the detail’s where a calendar has no columns."""
    known = fields_of(row.kind)
    return gettext(known[column].label) if row.encoding == CALENDARS and column in known else column


def _is_note(row: Import, column: str) -> bool:
    """Return whether this is what a calendar says of an event that is none to import: no column, but a row’s note."""
    return row.encoding == CALENDARS and column == NOTE


def _said_of(row: Import, one: ImportRow) -> str:
    return "".join(text for column, text in zip(row.columns, one.cells, strict=True) if _is_note(row, column))


def row_views(session: Session, row: Import, rows: Sequence[ImportRow]) -> list[RowView]:
    """Return the rows as the page shows them, with the names of the records they may be about."""
    names = queries.match_names(session, row.kind, [one.match_id for one in rows])
    earlier = {problem["values"]["row"] for one in rows for problem in one.problems if problem["code"] == "row"}
    lines = queries.lines_of(session, row.id, earlier)
    columns = column_views(row)
    return [_row_view(row, one, columns, names.get(one.match_id or row.id, ""), lines) for one in rows]


def _row_view(
    row: Import, one: ImportRow, columns: Sequence[ColumnView], known: str, lines: Mapping[int, int]
) -> RowView:
    said = _said_of(row, one)
    problems = {} if said else {problem.code: _word(problem, lines) for problem in map(_problem, one.problems)}
    url = record_url(row.kind, one.match_id) if one.match_id and known else ""
    return RowView(
        number=one.number,
        line=one.line,
        title=_title(row, one),
        verdict=one.verdict or "",
        note=said or _note(row, one, problems),
        known=known if one.verdict == MAYBE else "",
        known_url=url,
        cells=tuple(CellView(column, one.cells[column.place], problems.get(column.code, "")) for column in columns),
        decision=one.decision,
    )


def _title(row: Import, one: ImportRow) -> str:
    """Return who or what the row is about: the name that it gives, else its first cell with a text."""
    named = [one.cells[row.columns.index(name)] for name, code in row.mapping.items() if code in NAMING]
    return " ".join(filter(None, named)) or next(filter(None, one.cells), "")


def _note(row: Import, one: ImportRow, problems: Mapping[str, str]) -> str:
    """Return why the row has its verdict, in a few words; what a cell of the preview says is not repeated."""
    if problems:
        shown = set(row.mapping.values()) if one.outcome is None else set()
        return next((sentence for code, sentence in problems.items() if code not in shown), "")
    if one.verdict == MAYBE and one.reason == CHANGED_HERE:
        return gettext("changed here: %(details)s", details=_details(row, one.conflicts))
    if one.verdict == MAYBE:
        return str(REASONS.get(one.reason or "", ""))
    if one.verdict == SAME:
        details = _details(row, one.changes)
        return gettext("changes %(details)s", details=details) if details else gettext("nothing new")
    return ""


def _details(row: Import, codes: Sequence[str]) -> str:
    known = fields_of(row.kind)
    return ", ".join(gettext(known[code].label) for code in map(_base, codes) if code in known).lower()


def _base(code: str) -> str:
    return code.removesuffix("_id") if code != "external_id" else code


def _problem(stored: Mapping[str, Any]) -> Problem:
    return Problem(**stored)


def _word(problem: Problem, lines: Mapping[int, int]) -> str:
    """Return the sentence; another row is named by its line in the file, as the page numbers them."""
    if problem.code == "row" and "row" in problem.values:
        problem = replace(problem, values={"row": lines.get(problem.values["row"], problem.values["row"])})
    return problem.word(gettext)
