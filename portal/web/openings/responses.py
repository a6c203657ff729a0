"""Candidates' responses to openings, as a recruiter handles them."""

import uuid

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.applications import actions as applications
from portal.applications.rules import Pace
from portal.core import access
from portal.core.db import db
from portal.core.errors import N_, ActionRefused
from portal.openings import actions, queries
from portal.openings.models import OpeningResponse
from portal.web.openings import list_page
from portal.web.shared import request_cycle, submissions
from portal.web.shared.done_rows import DoneRow, respond, respond_undone
from portal.web.shared.list_views import render_list
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("opening_responses", __name__, url_prefix="/interests")


@blueprint.get("")
@access.requires(permissions.SEE_RECORDS)
def index() -> ViewResponse:
    return render_list(list_page.RESPONSE_PAGE, "openings/responses.html", wants=list_page.WANTS)


@blueprint.post("/<uuid:interest_id>/handling")
@access.requires(permissions.EDIT_JOBS)
def mark_handled(interest_id: uuid.UUID) -> ViewResponse:
    row = _load(interest_id)
    actions.mark_handled(request_cycle.command(), row)
    said = gettext("Done. %(name)s’s request is marked as handled.", name=row.candidate.name)
    undo = url_for("opening_responses.undo_handled", interest_id=row.id)
    done = DoneRow(f"wishes-{row.id}", row.candidate.name, said, undo)
    return respond(done, url_for("openings.detail", opening_id=row.opening_id))


@blueprint.post("/<uuid:interest_id>/handling/removal")
@access.requires(permissions.EDIT_JOBS)
def undo_handled(interest_id: uuid.UUID) -> ViewResponse:
    row = _load(interest_id)
    actions.undo_handled(request_cycle.command(), row)
    return respond_undone(gettext("Undone."), url_for("openings.detail", opening_id=row.opening_id))


@blueprint.post("/<uuid:interest_id>/process")
@access.requires(permissions.EDIT_JOBS)
@submissions.creates_by_button
def put_forward(interest_id: uuid.UUID) -> Response:
    """Put the candidate forward: create their application for the opening."""
    row, command = _load(interest_id), request_cycle.command()
    opening = row.opening
    if opening.employer_id is None:
        raise ActionRefused(N_("Choose the employer for this job first."))
    made = applications.create(command, row.candidate_id, opening.employer_id, opening.title, Pace())
    actions.mark_handled(command, row)
    flash(
        gettext("Application added for %(name)s. Add the interview once it’s scheduled.", name=row.candidate.name),
        "success",
    )
    return redirect(url_for("applications.detail", application_id=made.id))


def _load(interest_id: uuid.UUID) -> OpeningResponse:
    return queries.get_response(db.session(), request_cycle.viewer(), interest_id)
