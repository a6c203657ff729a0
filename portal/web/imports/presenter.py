"""What the pages of an import show: rows with their verdicts, counts, and what happened to each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from portal.imports.checking import Problem
from portal.imports.columns import FIELDS, fields_of, missing_fields
from portal.imports.models import Import, ImportRow
from portal.imports.rules import MAYBE, NEW, SAME, SKIP, WRONG, action_of

VERDICT_LABELS = {NEW: _("New"), SAME: _("Same"), MAYBE: _("Possible duplicate"), WRONG: _("Fix")}
VERDICT_BADGES = {
    NEW: ("state-good", "plus"),
    SAME: ("state-calm", "circle-check"),
    MAYBE: ("state-wait", "users-round"),
    WRONG: ("state-bad", "circle-alert"),
}
REASONS = {
    "email": _("same email"),
    "external_id": _("same ID in the other system"),
    "phone": _("same phone number"),
    "name": _("similar name"),
    "domain": _("same email domain"),
    "name_and_employer": _("same name and employer"),
    "time": _("same candidate, employer, and time"),
    "changed_here": _("someone changed this here"),
}
DECISIONS = {NEW: _("Will be added as new"), SAME: _("Will be updated from the file"), SKIP: _("Left out")}
OUTCOMES = {
    "created": _("added"),
    "updated": _("updated"),
    "unchanged": _("nothing new"),
    "left_out": _("left out"),
    "refused": _("couldn’t be imported"),
}
STATE_LABELS = {
    "checking": _("Checking"),
    "ready": _("Not imported yet"),
    "running": _("Importing"),
    "stopped": _("Stopped"),
    "done": _("Imported"),
    "undoing": _("Undoing"),
    "undone": _("Undone"),
}
KEPT = {
    "changed_since": _("someone changed it after the import"),
    "used_since": _("something else uses it now"),
}


@dataclass(frozen=True)
class CellView:
    """One cell: its column, its text, and what is wrong with it."""

    column: str
    text: str
    used: bool = True
    problem: str = ""


@dataclass(frozen=True)
class RowView:
    """One row of the preview: its place in the file, its verdict in words, and its cells."""

    number: int
    line: int
    verdict: str
    note: str
    cells: tuple[CellView, ...]
    decision: str | None


def row_views(row: Import, rows: Sequence[ImportRow], names: Mapping[Any, str]) -> list[RowView]:
    """Return the rows as the page shows them; `names` are those of the records they may be about."""
    return [_row_view(row, one, names) for one in rows]


def _row_view(row: Import, one: ImportRow, names: Mapping[Any, str]) -> RowView:
    by_code = {problem.code: problem.word(gettext) for problem in _problems(one)}
    wrong = {column: by_code[code] for column, code in row.mapping.items() if code in by_code}
    cells = zip(row.columns, one.cells, strict=True)
    return RowView(
        number=one.number,
        line=one.line,
        verdict=one.verdict or "",
        note=_note(row, one, names),
        cells=tuple(CellView(column, text, column in row.mapping, wrong.get(column, "")) for column, text in cells),
        decision=one.decision,
    )


def _note(row: Import, one: ImportRow, names: Mapping[Any, str]) -> str:
    """Return why the row has its verdict, in a few words; what a cell of the preview says is not repeated."""
    if one.problems:
        shown = set(row.mapping.values()) if one.outcome is None else set()
        return next((problem.word(gettext) for problem in _problems(one) if problem.code not in shown), "")
    known = names.get(one.match_id, "")
    if one.verdict == MAYBE:
        reason = str(REASONS.get(one.reason or "", ""))
        return gettext("%(name)s? %(reason)s", name=known, reason=reason) if known else reason
    if one.verdict == SAME:
        known_fields = fields_of(row.kind)
        labels = [gettext(known_fields[code].label) for code in map(_base, one.changes) if code in known_fields]
        return gettext("changes %(details)s", details=", ".join(labels).lower()) if labels else gettext("nothing new")
    return ""


def _base(code: str) -> str:
    return code.removesuffix("_id") if code != "external_id" else code


def _problems(one: ImportRow) -> list[Problem]:
    return [Problem(**problem) for problem in one.problems]


def field_choices(row: Import) -> list[tuple[str, str]]:
    """Return the details that a column can be used for, after leaving it out."""
    return [("", gettext("Not used")), *((field.code, gettext(field.label)) for field in FIELDS[row.kind])]


def missing_labels(row: Import) -> list[str]:
    """Return the details that every row needs and no column gives."""
    return [gettext(field.label) for field in missing_fields(row.kind, row.mapping)]


def will_import(rows: Mapping[tuple[str, str | None], int]) -> int:
    """Return how many rows the run would import, from the counts by verdict and decision."""
    return sum(count for (verdict, decision), count in rows.items() if action_of(verdict, decision) != SKIP)


def verdict_tabs(row: Import, chosen: str, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the tabs that filter the preview by verdict, with their counts."""
    everything = {"label": gettext("All"), "url": url_for("imports.detail", import_id=row.id), "current": not chosen}
    return [everything | {"count": row.row_count}] + [
        {
            "label": label,
            "url": url_for("imports.detail", import_id=row.id, verdict=code),
            "current": code == chosen,
            "count": counts[code],
        }
        for code, label in VERDICT_LABELS.items()
    ]


def table_counts(counts: Mapping[str, int]) -> str:
    """Return “81 employers, 205 contacts”."""
    return ", ".join(_table_count(table, count) for table, count in counts.items())


def _table_count(table: str, count: int) -> str:
    return {
        "candidates": ngettext("%(num)s candidate", "%(num)s candidates", count),
        "employers": ngettext("%(num)s employer", "%(num)s employers", count),
        "contacts": ngettext("%(num)s contact", "%(num)s contacts", count),
        "applications": ngettext("%(num)s application", "%(num)s applications", count),
        "interviews": ngettext("%(num)s interview", "%(num)s interviews", count),
    }[table]
