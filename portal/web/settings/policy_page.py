"""What the page of policies shows: its rows, what the change would do, and how far the last one has come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext
from wtforms import Field

from portal.agencies.models import AgencyProfile
from portal.approvals.targets import TargetChanges, target_changes
from portal.core.db import db
from portal.followups.models import Step
from portal.followups.rules.policy import NUMBERS, PolicyNumber
from portal.policies import previews, queries
from portal.policies.models import PolicyPreview
from portal.policies.rules import LATE, TaskChange
from portal.policies.values import DEFAULTS, current_values, to_json
from portal.web.settings import policy_words
from portal.web.settings.policy_form import PolicyForm
from portal.web.shared import request_cycle

SHOWN_LATE = 4
REVIEW_TARGET = "review_target_working_hours"
Shown = tuple[TaskChange, Step]


@dataclass(frozen=True)
class PolicyRow:
    """One policy: its field, what it was before typing if that differs, when it was last changed, and its default."""

    name: str
    field: Field
    number: PolicyNumber | None
    was: str | None
    since: datetime | None
    default: str
    is_default: bool


def context(form: PolicyForm, profile: AgencyProfile, preview: PolicyPreview | None = None) -> dict[str, Any]:
    """Return what the page shows beyond its form; `preview` is what the typed values would do."""
    session, last = db.session(), queries.last_change(db.session())
    standing, since = current_values(profile), queries.changed_since(session)
    rows = {name: _row(form, name, standing, since.get(name)) for name in DEFAULTS}
    listed = previews.task_changes(preview) if preview else []
    return {
        "rows": rows,
        "groups": [
            (group, title, [rows[name] for name, number in NUMBERS.items() if number.group == group])
            for group, title in policy_words.GROUPS.items()
        ],
        "changed": [row for row in rows.values() if row.was is not None],
        "preview": preview,
        "impact": previews.impact_of(preview) if preview else None,
        "reviews": _reviews(rows[REVIEW_TARGET]),
        "late": with_steps([change for change in listed if change.outcome == LATE][:SHOWN_LATE]),
        "waiting": queries.waiting_to_replan(session, last.at) if last else 0,
    }


def with_steps(changes: Sequence[TaskChange]) -> list[Shown]:
    """Return these changes with their steps, without those whose step is gone by now."""
    viewer = replace(request_cycle.viewer(), scope="agency")
    steps = previews.find_steps(db.session(), viewer, changes) if changes else {}
    return [(change, steps[previews.step_key(change)]) for change in changes if previews.step_key(change) in steps]


def saved_message(changed: Sequence[str], *, is_replanning: bool) -> str:
    """Return what saving did, and what it still does."""
    if not changed:
        return gettext("Nothing to save. The policies are as they were.")
    if is_replanning:
        return gettext("Saved. The plans are being updated.")
    return gettext("Saved. The plans follow these policies.")


def _reviews(row: PolicyRow) -> TargetChanges:
    """Return what the typed number does to the notes that wait for review."""
    if row.was is None:
        return TargetChanges()
    return target_changes(db.session(), row.field.data, request_cycle.now())


def _row(form: PolicyForm, name: str, standing: dict[str, Any], since: datetime | None) -> PolicyRow:
    field, was, default = form[name], standing[name], DEFAULTS[name]
    differs = field.data is not None and not field.errors and field.data != was
    return PolicyRow(
        name,
        field,
        NUMBERS.get(name),
        policy_words.policy_value(name, to_json(was)) if differs else None,
        since,
        policy_words.policy_value(name, to_json(default)),
        field.data == default,
    )
