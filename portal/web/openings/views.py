"""Openings: recruiters manage them, and candidates respond."""

import uuid
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.candidates import queries as candidates
from portal.contacts import queries as contacts
from portal.core import access
from portal.core.db import db
from portal.openings import actions, queries
from portal.openings.rules import is_open
from portal.web.openings import list_page
from portal.web.openings.forms import JobOpeningForm
from portal.web.openings.presenter import agency_date, openings_for
from portal.web.shared import choices, request_cycle, submissions
from portal.web.shared.edit_conflict_forms import edit_form
from portal.web.shared.list_views import render_list
from portal.web.shared.responses import ViewResponse, render_form

blueprint = Blueprint("openings", __name__)
DEFAULT_OPEN_FOR = timedelta(days=30)
MAX_SHOWN = 50


@blueprint.get("/openings")
@access.requires(permissions.SIGN_IN)
def index() -> ViewResponse:
    if request_cycle.viewer().is_candidate:
        mine = candidates.candidate_of_account(db.session(), request_cycle.viewer())
        return render_template("openings/candidate.html", candidate=mine, **openings_for(mine, MAX_SHOWN))
    return render_list(list_page.PAGE, "openings/list.html")


@blueprint.route("/openings/new", methods=["GET", "POST"])
@access.requires(permissions.EDIT_JOBS)
@submissions.creates
def new() -> ViewResponse:
    form = _with_choices(JobOpeningForm())
    if request.method == "GET":
        form.open_until.data = agency_date() + DEFAULT_OPEN_FOR
    if saved := form.accepts(lambda: actions.create(request_cycle.command(), form.position())):
        submissions.set_update_path(url_for("openings.edit", opening_id=saved.value.id))
        is_open = saved.value.open_until >= agency_date()
        flash(gettext("Candidates in this field can see it now.") if is_open else gettext("Saved."), "success")
        return redirect(url_for("openings.detail", opening_id=saved.value.id))
    return render_form("openings/form.html", form, opening=None)


@blueprint.get("/openings/<uuid:opening_id>")
@access.requires(permissions.SEE_RECORDS)
def detail(opening_id: uuid.UUID) -> ViewResponse:
    opening = queries.get_opening(db.session(), opening_id)
    said = queries.responses_to(db.session(), request_cycle.viewer(), opening.id)
    standing = is_open(opening.open_until, opening.closed_at, agency_date())
    return render_template("openings/page.html", opening=opening, said=said, standing=standing)


@blueprint.route("/openings/<uuid:opening_id>/edit", methods=["GET", "POST"])
@access.requires(permissions.EDIT_JOBS)
def edit(opening_id: uuid.UUID) -> ViewResponse:
    opening = queries.get_opening(db.session(), opening_id)
    form = _with_choices(edit_form(JobOpeningForm, opening))
    if form.accepts(lambda: actions.update(request_cycle.command(), opening, form.position())):
        flash(gettext("Saved."), "success")
        return redirect(url_for("openings.detail", opening_id=opening.id))
    return render_form("openings/form.html", form, opening=opening)


@blueprint.post("/openings/<uuid:opening_id>/closure")
@access.requires(permissions.EDIT_JOBS)
def close(opening_id: uuid.UUID) -> Response:
    opening = queries.get_opening(db.session(), opening_id)
    actions.close(request_cycle.command(), opening)
    flash(gettext("Closed. Candidates no longer see it."), "success")
    return redirect(url_for("openings.detail", opening_id=opening.id))


@blueprint.post("/openings/<uuid:opening_id>/closure/removal")
@access.requires(permissions.EDIT_JOBS)
def reopen(opening_id: uuid.UUID) -> Response:
    opening = queries.get_opening(db.session(), opening_id)
    actions.reopen(request_cycle.command(), opening)
    flash(gettext("Reopened."), "success")
    return redirect(url_for("openings.detail", opening_id=opening.id))


@blueprint.post("/openings/<uuid:opening_id>/interest")
@access.requires(permissions.USE_CANDIDATE_PAGES)
def respond(opening_id: uuid.UUID) -> Response:
    """Save the candidate's response; a recruiter sees it on Today."""
    opening, viewer = queries.get_opening(db.session(), opening_id), request_cycle.viewer()
    mine, kind = candidates.candidate_of_account(db.session(), viewer), request.form.get("kind", "")
    actions.respond(request_cycle.command(), opening, mine, kind, today=agency_date())
    flash(gettext("Saved."), "success")
    return redirect(url_for("openings.index", _anchor=f"opening-{opening.id}"))


@blueprint.post("/openings/<uuid:opening_id>/interest/removal")
@access.requires(permissions.USE_CANDIDATE_PAGES)
def withdraw_response(opening_id: uuid.UUID) -> Response:
    opening, viewer = queries.get_opening(db.session(), opening_id), request_cycle.viewer()
    mine = candidates.candidate_of_account(db.session(), viewer)
    row = queries.responses_by_opening(db.session(), mine.id, [opening.id]).get(opening.id)
    if row is not None:
        actions.withdraw_response(request_cycle.command(), row)
    flash(gettext("Undone."), "success")
    return redirect(url_for("openings.index", _anchor=f"opening-{opening.id}"))


def _with_choices(form: JobOpeningForm) -> JobOpeningForm:
    session = db.session()
    form.field_id.choices = choices.job_field_choices(session, form.field_id.object_data)
    form.employer_id.choices = choices.named_choices(
        session.scalars(contacts.employers_by_name()), gettext("Not specified")
    )
    return form
