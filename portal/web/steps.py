"""A prompt's link: it leads to the very step, or says what became of it."""

import uuid

from flask import Blueprint, redirect, render_template

from portal.accounts import rules
from portal.core import access
from portal.core.db import db
from portal.followups import queries, wording
from portal.web import edge
from portal.web.answers import Page

blueprint = Blueprint("steps", __name__)


@blueprint.get("/steps/<uuid:step_id>")
@access.requires(rules.MEMBER)
def one(step_id: uuid.UUID) -> Page:
    step = queries.one(db.session(), edge.viewer(), step_id)
    if step is None:
        return render_template("steps/gone.html"), 404
    if step.state in ("done", "dropped", "missed"):
        return render_template("steps/settled.html", step=step)
    if step.kind == "prepare_draft" and not edge.viewer().is_candidate:
        return redirect(f"/candidates/{step.process.candidate_id}/draft")
    return redirect(wording.path(step))
