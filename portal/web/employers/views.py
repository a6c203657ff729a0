"""Employers: the list, an employer's page, and what is known about HR."""

import uuid

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext

from portal.accounts import permissions
from portal.agencies.rules import note_sender
from portal.applications import queries as applications
from portal.contacts import actions, queries
from portal.core import access
from portal.core.db import db
from portal.core.rate_limits import SEARCHES
from portal.interviews import contact_info
from portal.web.employers import list_page
from portal.web.employers.forms import EmployerForm
from portal.web.shared import duplicate_questions, rate_limits, request_cycle, submissions
from portal.web.shared.choices import NOTE_SENDERS
from portal.web.shared.edit_conflict_forms import edit_form
from portal.web.shared.list_views import render_list
from portal.web.shared.responses import ViewResponse, render_form, return_url

blueprint = Blueprint("employers", __name__, url_prefix="/employers")


@blueprint.get("")
@access.requires(permissions.SEE_RECORDS)
@rate_limits.limited_per_person(SEARCHES, unless=rate_limits.is_no_search)
def index() -> ViewResponse:
    return render_list(list_page.PAGE, "employers/list.html")


@blueprint.route("/new", methods=["GET", "POST"])
@access.requires(permissions.EDIT_EMPLOYERS)
@submissions.creates
def new() -> ViewResponse:
    form = EmployerForm()
    if saved := form.accepts(
        lambda: actions.create_employer(request_cycle.command(), form.details()),
        ask=lambda: duplicate_questions.employer_questions(form.name.data),
    ):
        submissions.set_update_path(url_for("employers.edit", employer_id=saved.value.id))
        flash(gettext("%(name)s was added.", name=saved.value.name), "success")
        return redirect(url_for("employers.detail", employer_id=saved.value.id))
    return render_form("employers/form.html", form, employer=None)


@blueprint.get("/<uuid:employer_id>")
@access.requires(permissions.SEE_RECORDS)
def detail(employer_id: uuid.UUID) -> ViewResponse:
    session = db.session()
    employer = queries.get_employer(session, employer_id)
    return render_template(
        "employers/page.html",
        employer=employer,
        sends=str(dict(NOTE_SENDERS)[note_sender(g.profile.note_sending, employer.note_sending)]),
        contacts=session.scalars(queries.contacts_by_name(employer_id=employer.id)).all(),
        applications=applications.applications_with_employer(session, request_cycle.viewer(), employer.id),
    )


@blueprint.route("/<uuid:employer_id>/edit", methods=["GET", "POST"])
@access.requires(permissions.EDIT_EMPLOYERS)
def edit(employer_id: uuid.UUID) -> ViewResponse:
    employer = queries.get_employer(db.session(), employer_id)
    form = edit_form(EmployerForm, employer)
    if form.accepts(
        lambda: contact_info.update_employer(request_cycle.command(), employer, form.details()),
        ask=lambda: duplicate_questions.employer_questions(form.name.data, employer),
    ):
        flash(gettext("Saved."), "success")
        return redirect(return_url(url_for("employers.detail", employer_id=employer.id)))
    return render_form("employers/form.html", form, employer=employer)
