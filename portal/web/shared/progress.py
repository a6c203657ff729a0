"""The five progress marks of a candidate, for lists."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g, get_template_attribute
from flask_babel import gettext
from markupsafe import Markup

from portal.followups.rules.step_kinds import STEP_KINDS, ProgressLabel
from portal.summaries.rules import DONE, MARK_KINDS, MISSED, WAITING


@dataclass(frozen=True)
class ProgressMark:
    """One mark: whether it is done, late, or waiting, its text for screen readers, and its icon."""

    done: bool
    late: bool
    label: str
    symbol: str
    text: str = ""
    waiting: bool = False


def marks_of(row: Any, now: datetime) -> tuple[ProgressMark, ...]:
    """Return the five marks of a summary, or of a row with its columns; the same object for rows alike in a request."""
    states = tuple(_state_of(row, name, now) for name in MARK_KINDS)
    made: dict[Any, tuple[ProgressMark, ...]] = g.setdefault("progress_marks", {})
    key = (states, row.thanked, row.to_thank)
    if key not in made:
        labels = [STEP_KINDS[kind].progress for kind in MARK_KINDS.values()]
        made[key] = tuple(
            _mark_of(state, label, row.thanked, row.to_thank)
            for state, label in zip(states, labels, strict=True)
            if label is not None
        )
    return made[key]


def marks_html(marks: tuple[ProgressMark, ...]) -> Markup:
    """Return the marks as lists show them, rendered once for rows alike: a page has many."""
    made: dict[Any, Markup] = g.setdefault("progress_marks_html", {})
    if marks not in made:
        made[marks] = get_template_attribute("components/progress_marks.html", "marks")(marks)
    return made[marks]


def _state_of(row: Any, name: str, now: datetime) -> tuple[str, bool]:
    """Return the code of a mark, and whether it shows as late."""
    code, late_from = getattr(row, f"{name}_mark"), getattr(row, f"{name}_late_from")
    return code, code == MISSED or (late_from is not None and late_from < now)


def _mark_of(state: tuple[str, bool], label: ProgressLabel, thanked: int, to_thank: int) -> ProgressMark:
    code, late = state
    done = code == DONE
    if label.counts:
        sentence = gettext(label.sentence, sent=thanked, all=to_thank)
        text = "" if done or not to_thank else f"{thanked}/{to_thank}"
        return ProgressMark(done, late, sentence, label.icon, text, code == WAITING)
    return ProgressMark(done, late, f"{gettext(label.sentence)}: {_mark_state(done, late)}", label.icon)


def legend() -> list[tuple[str, str]]:
    """Return the icon of each mark, and what it stands for."""
    labels = [STEP_KINDS[kind].progress for kind in MARK_KINDS.values()]
    return [(label.icon, gettext("Thanked") if label.counts else gettext(label.sentence)) for label in labels if label]


def _mark_state(done: bool, late: bool) -> str:
    return gettext("done") if done else gettext("overdue") if late else gettext("not yet")
