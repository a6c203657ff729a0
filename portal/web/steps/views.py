"""A step by its link: it leads to where the step is done, or says what became of it; and the step can be snoozed."""

import uuid

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
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("steps", __name__)


@blueprint.get("/steps/<uuid:step_id>")
@access.requires(permissions.SIGN_IN)
def open_step(step_id: uuid.UUID) -> ViewResponse:
    step = queries.find_step(db.session(), request_cycle.viewer(), step_id)
    if step is None:
        return render_template("steps/gone.html"), 404
    if step.state in ("done", "dropped", "missed"):
        return render_template("steps/settled.html", step=step)
    if step.kind == "prepare_draft" and not request_cycle.viewer().is_candidate:
        return redirect(url_for("drafts.candidate_draft", candidate_id=step.application.candidate_id))
    return redirect(wording.step_path(step))


@blueprint.post("/steps/<uuid:step_id>/put-off")
@access.requires(permissions.DO_TASKS)
def snooze_step(step_id: uuid.UUID) -> Response:
    """Snooze the step until the chosen time."""
    step = _load(step_id)
    until = snooze.snooze_step(request_cycle.command(), step, request.form.get("until", ""))
    flash(gettext("Snoozed until %(when)s.", when=formatting.moment(until)), "success")
    return redirect(url_for("today.index"))


@blueprint.post("/steps/<uuid:step_id>/put-off/removal")
@access.requires(permissions.DO_TASKS)
def undo_snooze(step_id: uuid.UUID) -> Response:
    snooze.end_snooze(request_cycle.command(), _load(step_id))
    return redirect(url_for("today.index"))


def _load(step_id: uuid.UUID) -> Step:
    step = queries.find_step(db.session(), request_cycle.viewer(), step_id)
    if step is None:
        raise NotFound("step")
    return step
