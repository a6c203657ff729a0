"""Applications: the page that candidates and recruiters share, and the forms that record how it goes."""

import uuid
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from portal.accounts import permissions
from portal.applications import actions, queries
from portal.applications.models import Application
from portal.candidates import queries as candidates
from portal.contacts import actions as contacts
from portal.contacts import queries as contact_queries
from portal.core import access
from portal.core.db import db
from portal.core.errors import N_, ActionRefused
from portal.core.rate_limits import SEARCHES
from portal.interviews import queries as interviews
from portal.web.applications import candidate_page, list_page, staff_page
from portal.web.applications.forms import EditApplicationForm, NewApplicationForm
from portal.web.applications.outcome_forms import ClosureForm, EmployerResponseForm, placement_form
from portal.web.interviews.presenter import interview_day
from portal.web.shared import choices, duplicate_questions, progress, rate_limits, request_cycle, submissions
from portal.web.shared.edit_conflict_forms import edit_form
from portal.web.shared.list_views import render_list
from portal.web.shared.responses import ViewResponse, render_form

blueprint = Blueprint("applications", __name__)


@blueprint.get("/applications")
@access.requires(permissions.SEE_RECORDS)
@rate_limits.limited_per_person(SEARCHES, unless=rate_limits.is_no_search)
def index() -> ViewResponse:
    return render_list(list_page.PAGE, "applications/list.html", list_page.application_row, legend=progress.legend())


@blueprint.route("/candidates/<uuid:candidate_id>/applications/new", methods=["GET", "POST"])
@access.requires(permissions.EDIT_APPLICATIONS)
@submissions.creates
def new(candidate_id: uuid.UUID) -> ViewResponse:
    candidate = candidates.get_candidate(db.session(), request_cycle.viewer(), candidate_id)
    form = NewApplicationForm()
    form.employer_id.choices = choices.named_choices(
        db.session.scalars(contact_queries.employers_by_name()), gettext("New employer")
    )
    if saved := form.accepts(
        lambda: _create_application(form, candidate.id),
        ask=lambda: [] if form.employer_id.data else duplicate_questions.employer_questions(form.new_employer.data),
    ):
        submissions.set_update_path(url_for("applications.edit", application_id=saved.value.id))
        flash(gettext("Application added. Add the interview next."), "success")
        return redirect(url_for("applications.detail", application_id=saved.value.id))
    return render_form("applications/new.html", form, candidate=candidate)


@blueprint.get("/applications/<uuid:application_id>")
@access.requires(permissions.SIGN_IN)
def detail(application_id: uuid.UUID) -> ViewResponse:
    return render_application(load_application(application_id))


@blueprint.route("/applications/<uuid:application_id>/edit", methods=["GET", "POST"])
@access.requires(permissions.EDIT_APPLICATIONS)
def edit(application_id: uuid.UUID) -> ViewResponse:
    application = load_application(application_id)
    form = edit_form(EditApplicationForm, application)
    if form.decision_on.data != application.decision_on:
        form.not_before = _last_held_on(application)

    def update() -> None:
        _refuse_other_employer(application)
        actions.update(request_cycle.command(), application, form.opening_title.data, form.pace())

    if form.accepts(update):
        flash(gettext("Saved. The plan is updated."), "success")
        return redirect(url_for("applications.detail", application_id=application.id))
    return render_form("applications/edit.html", form, application=application)


def _last_held_on(application: Application) -> date | None:
    """Return the day of the last interview that has begun, on its own clock."""
    rounds = interviews.interviews_of_application(db.session(), application.id)
    begun = [row for row in rounds if row.status == "planned" and row.starts_at <= request_cycle.now()]
    return max((interview_day(row) for row in begun), default=None)


def load_application(application_id: uuid.UUID) -> Application:
    """Return the application; raise `NotFound` if the viewer may not see it."""
    return queries.get_application(db.session(), request_cycle.viewer(), application_id)


def _refuse_other_employer(application: Application) -> None:
    """Raise `ActionRefused` if the form that added the application is sent again to update it with another employer."""
    chosen, named = request.form.get("employer_id", ""), request.form.get("new_employer", "").strip()
    employer = application.employer
    if chosen not in ("", str(employer.id)) or (not chosen and named not in ("", employer.name)):
        raise ActionRefused(
            N_("This application is with %(name)s. For another employer, add another application."), name=employer.name
        )


def _create_application(form: NewApplicationForm, candidate_id: uuid.UUID) -> Application:
    command = request_cycle.command()
    employer_id = form.employer_id.data
    if employer_id is None:
        if not form.new_employer.data:
            raise ActionRefused("Pick an employer, or name a new one.", field="new_employer")
        details = contacts.EmployerDetails(name=form.new_employer.data)
        employer_id = contacts.create_employer(command, details).id
    return actions.create(command, candidate_id, employer_id, form.opening_title.data, form.pace())


def render_application(application: Application, **forms: object) -> str:
    """Return the application's page for the viewer's side; `forms` are those with errors to fix."""
    others = queries.other_active_applications(db.session(), application)
    all_forms = {
        "answer_form": EmployerResponseForm(),
        "closure_form": ClosureForm(),
        "placement_form": placement_form(others),
    }
    page = candidate_page if request_cycle.viewer().is_candidate else staff_page
    return render_template(
        page.TEMPLATE,
        application=application,
        others=others,
        endings=sorted([*application.answers, *application.closures], key=lambda row: row.at),
        failed=bool(forms),
        now=request_cycle.now(),
        **page.context(application),
        **all_forms | forms,
    )
