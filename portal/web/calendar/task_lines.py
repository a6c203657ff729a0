"""The tasks planned for a day, a line for each kind, each with the list of candidates that it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext, ngettext

from portal.followups.rules.step_kinds import STEP_KINDS
from portal.summaries.candidate_list import DUE, LATE_NOW
from portal.web.shared import formatting
from portal.web.shared.common_filters import TASKS

MOST_LINES = 2
MANY = 100
"""From how many tasks on a day says only how many there are."""
ICONS = {kind.name: kind.progress.icon if kind.progress else "message-square-text" for kind in STEP_KINDS.values()}


@dataclass(frozen=True)
class TaskLine:
    """A line of a day's tasks, and the address of the list that it counts."""

    label: str
    url: str
    icon: str = ""
    is_late: bool = False


def lines_of(rows: Sequence[Any], day: date) -> tuple[TaskLine, ...]:
    """Return the lines of a day: what is overdue first, then each kind, and how many more there are."""
    late = sum(row.count for row in rows if row.is_late)
    total, open_rows = sum(row.count for row in rows), [row for row in rows if not row.is_late]
    found = [_late_line(late, day)] if late else []
    if total >= MANY:
        return (*found, _all_line(total, day))
    found += [_kind_line(row, day) for row in open_rows]
    if len(found) <= MOST_LINES:
        return tuple(found)
    first = found[: MOST_LINES - 1]
    shown = late or open_rows[0].count
    more = gettext("and %(count)s more", count=formatting.number(total - shown))
    return (*first, TaskLine(more, _list_url(day)))


def _late_line(count: int, day: date) -> TaskLine:
    label = gettext("%(count)s overdue", count=formatting.number(count))
    return TaskLine(label, _list_url(day, late=LATE_NOW), "clock", is_late=True)


def _all_line(count: int, day: date) -> TaskLine:
    shown = formatting.count(count)
    return TaskLine(ngettext("%(count)s task", "%(count)s tasks", count, count=shown), _list_url(day), "list-checks")


def _kind_line(row: Any, day: date) -> TaskLine:
    """Return “Follow-up: Bianca Moss, Cyber Meadow” for one candidate, else how many candidates have the task."""
    who = ngettext("%(num)s candidate", "%(num)s candidates", row.count)
    if row.count == 1:
        who = ", ".join(name for name in (row.candidate, row.employer) if name)
    label = gettext("%(task)s: %(who)s", task=TASKS[row.kind], who=who)
    return TaskLine(label, _list_url(day, task=row.kind), ICONS[row.kind])


def _list_url(day: date, **more: str) -> str:
    filters: dict[str, Any] = {"due": day.isoformat(), "sort": DUE} | more
    return url_for("candidates.index", **filters)
