"""What the pages of an import say: verdicts, counts, how the file is read, and what an undo leaves."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal.imports.columns import FIELDS, missing_fields
from portal.imports.kept_records import KeptRecord
from portal.imports.models import Import
from portal.imports.rules import CALENDARS, MAYBE, NEW, SAME, SKIP, WRONG, action_of
from portal.web.shared import choices, formatting

VERDICT_LABELS = {NEW: _("New"), SAME: _("Same"), MAYBE: _("Possible duplicate"), WRONG: _("Fix")}
VERDICT_BADGES = {
    NEW: ("state-good", "plus"),
    SAME: ("state-calm", "circle-check"),
    MAYBE: ("state-wait", "users-round"),
    WRONG: ("state-bad", "circle-alert"),
}
COUNTED_REASONS = {
    "phone": _("%(num)s with the same phone number"),
    "name": _("%(num)s with a similar name"),
    "domain": _("%(num)s with the same email domain"),
    "name_and_employer": _("%(num)s with the same name and employer"),
    "changed_here": _("%(num)s that someone changed here"),
}
PAGES = {
    "candidates": ("candidates.detail", "candidate_id"),
    "employers": ("employers.detail", "employer_id"),
    "contacts": ("contacts.detail", "contact_id"),
    "applications": ("applications.detail", "application_id"),
    "interviews": ("interviews.detail", "interview_id"),
}
"""The page of each record, and what its address calls the record."""

FORMATS = {"windows-1252": "Windows-1252", "utf-8": "UTF-8", "utf-16": "UTF-16", "xlsx": "Excel"}
DELIMITERS = {",": _("commas"), ";": _("semicolons"), "\t": _("tabs"), "|": _("vertical bars")}
DECISIONS = {NEW: _("Will be added as new"), SAME: _("Will be updated from the file"), SKIP: _("Left out")}
OUTCOMES = {
    "created": _("added"),
    "updated": _("updated"),
    "unchanged": _("nothing new"),
    "left_out": _("left out"),
    "refused": _("couldn’t be imported"),
}
STATE_LABELS = {
    "reading": _("Reading"),
    "unreadable": _("Couldn’t be read"),
    "checking": _("Checking"),
    "ready": _("Not imported yet"),
    "running": _("Importing"),
    "stopped": _("Stopped"),
    "done": _("Imported"),
    "undoing": _("Undoing"),
    "undone": _("Undone"),
}
DATE_ORDERS = {
    "month_first": _("month/day/year"),
    "day_first": _("day/month/year"),
    "mixed": _("month/day/year and day/month/year"),
}
PAST_CONTINUES = _("Interviews that are over get their thank-yous and follow-ups.")
PAST_IS_HISTORY = _("Interviews that are over are history.")
KEPT = {
    "changed_since": _("someone changed it after the import"),
    "used_since": _("something else uses it now"),
}


def record_url(table: str, record_id: uuid.UUID) -> str:
    """Return the address of the record’s page."""
    endpoint, name = PAGES[table]
    values: dict[str, Any] = {name: record_id}
    return url_for(endpoint, **values)


def kept_views(records: Sequence[KeptRecord]) -> list[dict[str, Any]]:
    """Return the records that stay as a list shows them: name, address of their page, and why."""
    return [
        {"name": one.name, "url": record_url(one.table, one.record_id), "why": str(KEPT[one.why])} for one in records
    ]


def undone_lines(counts: Mapping[tuple[str, bool], int]) -> list[str]:
    """Return what an undo removed, and what got its earlier values back, in sentences."""
    removed = {table: count for (table, created), count in counts.items() if created}
    restored = {table: count for (table, created), count in counts.items() if not created}
    lines = [gettext("Removed %(what)s.", what=table_counts(removed))] if removed else []
    if restored:
        lines.append(gettext("Gave %(what)s their earlier values back.", what=table_counts(restored)))
    return lines


def file_facts(row: Import) -> str:
    """Return “600 rows, Windows-1252, semicolons”."""
    count = ngettext("%(count)s row", "%(count)s rows", row.row_count, count=formatting.number(row.row_count))
    if row.encoding == CALENDARS:
        return count
    encoding, delimiter = row.encoding or "", DELIMITERS.get(row.delimiter or "")
    return ", ".join(filter(None, (count, FORMATS.get(encoding, encoding), delimiter and str(delimiter))))


def options_line(session: Session, row: Import) -> str:
    """Return what the import does where a row says nothing, and how it reads dates; nothing where no row needs that."""
    if row.kind == "candidates":
        recruiter = _chosen(choices.recruiter_choices(session), row.recruiter_id)
        office = _chosen(choices.office_choices(session, row.office_id), row.office_id)
        return gettext("Where a row names none: %(recruiter)s, %(office)s.", recruiter=recruiter, office=office)
    if row.kind != "interviews":
        return ""
    past = str(PAST_CONTINUES if row.continue_follow_up else PAST_IS_HISTORY)
    if row.encoding == CALENDARS:
        return past
    return gettext("Dates are %(order)s.", order=str(DATE_ORDERS[row.date_order])) + f" {past}"


def _chosen(offered: choices.Choices, record_id: uuid.UUID | None) -> str:
    """Return the label of the chosen one; nothing where it is not offered any more."""
    return next((str(label) for value, label, *_rest in offered if value == str(record_id or "")), "")


def waiting_title(row: Import, count: int) -> str:
    """Return how many rows may be about something known."""
    shown = formatting.number(count)
    if row.kind == "employers":
        return ngettext(
            "%(count)s may be an employer you already have.",
            "%(count)s may be employers you already have.",
            count,
            count=shown,
        )
    if row.kind == "interviews":
        return ngettext(
            "%(count)s interview was changed here.", "%(count)s interviews were changed here.", count, count=shown
        )
    return ngettext(
        "%(count)s may be someone you already have.", "%(count)s may be people you already have.", count, count=shown
    )


def waiting_reasons(reasons: Mapping[str, int]) -> str:
    """Return “10 with the same phone number, 9 with a similar name”."""
    return ", ".join(str(COUNTED_REASONS[code]) % {"num": formatting.number(count)} for code, count in reasons.items())


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
            "label": gettext("Possible duplicates") if code == MAYBE else label,
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
    shown = formatting.number(count)
    return {
        "candidates": ngettext("%(count)s candidate", "%(count)s candidates", count, count=shown),
        "employers": ngettext("%(count)s employer", "%(count)s employers", count, count=shown),
        "contacts": ngettext("%(count)s contact", "%(count)s contacts", count, count=shown),
        "applications": ngettext("%(count)s application", "%(count)s applications", count, count=shown),
        "interviews": ngettext("%(count)s interview", "%(count)s interviews", count, count=shown),
        "candidate_tags": ngettext("%(count)s tag on candidates", "%(count)s tags on candidates", count, count=shown),
        "tags": ngettext("%(count)s tag", "%(count)s tags", count, count=shown),
    }[table]
