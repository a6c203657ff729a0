"""An application's page as its candidate sees it: what is next, who they met, what comes and why, and what happened."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from portal.applications.models import Application
from portal.core.db import db
from portal.followups import queries as followups
from portal.followups.models import PENDING_STATES, Step
from portal.interviews import queries as interviews
from portal.interviews.models import Interview
from portal.openings import queries as openings
from portal.web.applications.timeline import build_timeline
from portal.web.interviews.presenter import PersonStatus, people_with_status
from portal.web.notes import status as note_status
from portal.web.notes.presenter import thank_row
from portal.web.shared import request_cycle
from portal.web.shared.next_action import next_step

TEMPLATE = "applications/candidate.html"
AFTER_MEETING = ("debrief", "thank")
"""Kinds of tasks that can't be done before the interview is over."""
Coming = tuple[datetime, Step | None, Interview | None]


def context(application: Application) -> dict[str, Any]:
    """Return what the page shows beyond its forms."""
    session, now = db.session(), request_cycle.now()
    rounds = interviews.interviews_of_application(session, application.id)
    steps = followups.steps_of_application(session, application.id)
    people = people_with_status(session, rounds, steps)
    ahead = [row for row in rounds if row.status == "planned" and row.ends_at > now]
    met = [one for one in people if _was_met(one, now)]
    pending = [step for step in steps if step.state in PENDING_STATES]
    step_labels = note_status.step_labels(steps)
    first = next_step([step for step in pending if step.state == "open" and step.is_for_candidate], step_labels)
    return {
        "interviews": rounds,
        "met": [thank_row(one) for one in met],
        "expected": [one.person for one in people if one.interview in ahead],
        "now_step": None if first is None or first.id in step_labels else first,
        "has_note": first is not None and any(one.note and one.thank is first for one in met),
        "coming": _coming_rows(pending, first, ahead, now),
        "step_labels": step_labels,
        "timeline": build_timeline(session, application, rounds, steps, request_cycle.viewer()),
        "job": openings.latest_opening_like(session, application.employer_id, application.opening_title),
        "ahead": ahead,
    }


def _was_met(one: PersonStatus, now: datetime) -> bool:
    held = one.interview.status == "planned" and one.interview.ends_at <= now
    return held and one.person.met is not False


def _coming_rows(
    pending: Sequence[Step], first: Step | None, ahead: Collection[Interview], now: datetime
) -> list[Coming]:
    """Return what comes: interviews, and the tasks that neither the next action nor the list of people shows."""
    rows: list[Coming] = [(interview.starts_at, None, interview) for interview in ahead]
    rows += [(step.due_at, step, None) for step in pending if step is not first and _is_shown(step, now)]
    return sorted(rows, key=lambda row: row[0])


def _is_shown(step: Step, now: datetime) -> bool:
    if step.kind == "thank" or step.reason_code == "recruiter_looks":
        return False
    return step.kind not in AFTER_MEETING or step.interview.ends_at <= now
