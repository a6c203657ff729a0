"""A step by its link: it leads to where the step is done, or says what became of it; and the step can be snoozed."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.core import access
from portal.core.db import db
from portal.core.errors import NotFound
from portal.followups import queries, snooze, wording
from portal.followups.models import Step
from portal.web.shared import formatting, request_cycle
from portal.web.shared.responses import ViewResponse, render_form
from portal.web.steps.forms import PICK, SnoozeTimeForm

blueprint = Blueprint("steps", __name__)


@blueprint.get("/steps/<uuid:step_id>")
@access.requires(permissions.SIGN_IN)
def open_step(step_id: uuid.UUID) -> ViewResponse:
    step = queries.find_step(db.session(), request_cycle.viewer(), step_id)
    if step is None:
        return render_template("steps/gone.html", gone=None, application_id=None), 404
    if step.state in ("done", "dropped", "missed"):
        return render_template("steps/settled.html", step=step)
    if step.kind == "prepare_draft" and not request_cycle.viewer().is_candidate:
        return redirect(url_for("drafts.candidate_draft", candidate_id=step.application.candidate_id))
    return redirect(wording.step_path(step))


@blueprint.post("/steps/<uuid:step_id>/put-off")
@access.requires(permissions.DO_TASKS)
def snooze_step(step_id: uuid.UUID) -> ViewResponse:
    """Snooze the step until the chosen time, or until the one that was picked."""
    step, chosen = _load(step_id), request.form.get("until", "")
    if chosen == PICK:
        return _snooze_until_picked(step)
    return _respond_snoozed(snooze.snooze_step(request_cycle.command(), step, chosen))


@blueprint.post("/steps/<uuid:step_id>/put-off/removal")
@access.requires(permissions.DO_TASKS)
def undo_snooze(step_id: uuid.UUID) -> Response:
    snooze.end_snooze(request_cycle.command(), _load(step_id))
    return redirect(url_for("today.index"))


def _snooze_until_picked(step: Step) -> ViewResponse:
    form, zone = SnoozeTimeForm(), ZoneInfo(step.application.candidate.time_zone)
    saved = form.accepts(lambda: snooze.snooze_step_until(request_cycle.command(), step, form.moment(zone)))
    return _respond_snoozed(saved.value) if saved else render_form("steps/snooze.html", form, step=step)


def _respond_snoozed(until: datetime) -> Response:
    flash(gettext("Snoozed until %(when)s.", when=formatting.moment(until)), "success")
    return redirect(url_for("today.index"))


def _load(step_id: uuid.UUID) -> Step:
    step = queries.find_step(db.session(), request_cycle.viewer(), step_id)
    if step is None:
        raise NotFound("step")
    return step
