"""Getting started: the checklist of the first day, and sample data to try the portal with."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.core import access
from portal.core.db import db
from portal.onboarding import actions, queries, sample_data
from portal.web.onboarding.presenter import checklist_context
from portal.web.shared import request_cycle
from portal.web.shared.responses import ViewResponse, return_url

blueprint = Blueprint("onboarding", __name__, url_prefix="/settings/start")


@blueprint.get("")
@access.requires(permissions.EDIT_AGENCY)
def index() -> ViewResponse:
    return render_template(
        "onboarding/page.html", checklist=checklist_context(), sample=queries.sample_counts(db.session())
    )


@blueprint.post("/marks/<task>")
@access.requires(permissions.EDIT_AGENCY)
def mark(task: str) -> Response:
    actions.mark(request_cycle.command(), task)
    return redirect(return_url(url_for("onboarding.index")))


@blueprint.post("/marks/<task>/removal")
@access.requires(permissions.EDIT_AGENCY)
def unmark(task: str) -> Response:
    actions.unmark(request_cycle.command(), task)
    return redirect(return_url(url_for("onboarding.index")))


@blueprint.post("/sample-data")
@access.requires(permissions.EDIT_SAMPLE_DATA)
def add_sample_data() -> Response:
    counts = sample_data.add(request_cycle.command())
    added = ngettext(
        "%(num)s sample candidate is here. Sample data is never emailed.",
        "%(num)s sample candidates are here. Sample data is never emailed.",
        counts.candidates,
    )
    flash(added, "success")
    return redirect(url_for("onboarding.index"))


@blueprint.post("/sample-data/removal")
@access.requires(permissions.EDIT_SAMPLE_DATA, recent=True)
def remove_sample_data() -> Response:
    removed = sample_data.remove(request_cycle.command())
    flash(gettext("The sample data is removed."), "success")
    if removed.kept_employers:
        names = ", ".join(removed.kept_employers)
        flash(gettext("%(names)s stays, because one of your candidates applied there.", names=names), "info")
    return redirect(url_for("onboarding.index"))
