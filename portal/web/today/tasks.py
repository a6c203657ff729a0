"""What is done with a candidate's late task in its row on Today: snoozed, or marked as done; and each undone."""

import uuid

from flask import Blueprint, request, url_for
from flask_babel import gettext

from portal.accounts import permissions
from portal.candidates import actions as candidates
from portal.candidates import queries as candidate_queries
from portal.candidates.models import Candidate
from portal.core import access
from portal.core.db import db
from portal.today import actions
from portal.web.shared import formatting, request_cycle
from portal.web.shared.done_rows import DoneRow, respond, respond_refused, respond_undone
from portal.web.shared.responses import ViewResponse
from portal.web.today.forms import SnoozeForm

blueprint = Blueprint("today_tasks", __name__, url_prefix="/today/tasks/<uuid:candidate_id>")


@blueprint.post("/snooze")
@access.requires(permissions.EDIT_CANDIDATES)
def snooze(candidate_id: uuid.UUID) -> ViewResponse:
    """Leave the candidate's late tasks out of Today until the chosen morning."""
    candidate, form, today = _load(candidate_id), SnoozeForm(), url_for("today.index")
    until = form.ends_at() if form.validate_on_submit() else None
    if until is None:
        return respond_refused(form, today)
    reason = form.reason.data or None
    candidates.snooze_tasks(request_cycle.command(), candidate, until, reason)
    said = gettext("Snoozed until %(day)s", day=formatting.short_day_of(until))
    said = gettext("%(said)s: %(reason)s", said=said, reason=reason) if reason else said
    undo = url_for("today_tasks.end_snooze", candidate_id=candidate.id)
    return respond(DoneRow(f"late-{candidate.id}", candidate.name, said, undo), today)


@blueprint.post("/snooze/removal")
@access.requires(permissions.EDIT_CANDIDATES)
def end_snooze(candidate_id: uuid.UUID) -> ViewResponse:
    candidates.end_snooze(request_cycle.command(), _load(candidate_id))
    return respond_undone(gettext("Back on Today."), url_for("today.index"))


@blueprint.post("/completion")
@access.requires(permissions.DO_TASKS)
def complete(candidate_id: uuid.UUID) -> ViewResponse:
    """Record that the candidate says the task is done."""
    candidate = _load(candidate_id)
    done = actions.complete_next_task(request_cycle.command(), candidate, request.form.get("kind", ""))
    undo = url_for("today_tasks.undo_completion", candidate_id=candidate.id)
    row = DoneRow(
        f"late-{candidate.id}",
        candidate.name,
        gettext("Marked as done"),
        undo,
        {"completion": [one.id for one in done]},
    )
    return respond(row, url_for("today.index"))


@blueprint.post("/completion/removal")
@access.requires(permissions.DO_TASKS)
def undo_completion(candidate_id: uuid.UUID) -> ViewResponse:
    ids = [found for value in request.form.getlist("completion") if (found := _id(value))]
    actions.undo_completions(request_cycle.command(), _load(candidate_id), ids)
    return respond_undone(gettext("Undone."), url_for("today.index"))


def _id(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None


def _load(candidate_id: uuid.UUID) -> Candidate:
    return candidate_queries.get_candidate(db.session(), request_cycle.viewer(), candidate_id)
