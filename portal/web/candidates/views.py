"""Candidates: the list, a candidate's page, and what a recruiter does there."""

import uuid

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions, rules
from portal.applications import actions as applications
from portal.candidates import actions, queries
from portal.candidates.models import Candidate
from portal.core import access
from portal.core.db import db
from portal.core.errors import NotFound
from portal.core.rate_limits import SEARCHES
from portal.notes import actions as notes
from portal.reminders import candidate_invitations
from portal.reminders import queries as reminders
from portal.web.bulk_actions.status import outcomes_of_rows
from portal.web.candidates import list_page, page
from portal.web.candidates.forms import CandidateForm
from portal.web.candidates.summary_rows import candidate_row
from portal.web.shared import choices, duplicate_questions, labels, progress, rate_limits, request_cycle, submissions
from portal.web.shared.edit_conflict_forms import edit_form
from portal.web.shared.list_views import render_list
from portal.web.shared.merge_fields import candidate_values
from portal.web.shared.responses import ViewResponse, render_form, return_url
from portal.web.shared.undo import flash_undo

blueprint = Blueprint("candidates", __name__, url_prefix="/candidates")


@blueprint.get("")
@access.requires(permissions.SEE_RECORDS)
@rate_limits.limited_per_person(SEARCHES, unless=rate_limits.is_no_search)
def index() -> ViewResponse:
    legend = progress.legend()
    return render_list(list_page.PAGE, "candidates/list.html", candidate_row, outcomes_of_rows, legend=legend)


@blueprint.route("/new", methods=["GET", "POST"])
@access.requires(permissions.EDIT_CANDIDATES)
@submissions.creates
def new() -> ViewResponse:
    form = _with_choices(CandidateForm())
    if request.method == "GET":
        _prefill(form)
    if saved := form.accepts(
        lambda: actions.create(request_cycle.command(), form.profile()),
        ask=lambda: duplicate_questions.candidate_questions(form.name.data),
    ):
        submissions.set_update_path(url_for("candidates.edit", candidate_id=saved.value.id))
        said = gettext("%(name)s was added. Add an application, or send an invitation.", name=saved.value.name)
        return _redirect_after_save(saved.value, said)
    return render_form("candidates/form.html", form, candidate=None)


@blueprint.get("/<uuid:candidate_id>")
@access.requires(permissions.SEE_RECORDS)
def detail(candidate_id: uuid.UUID) -> ViewResponse:
    try:
        candidate = queries.get_candidate(db.session(), request_cycle.viewer(), candidate_id)
    except NotFound:
        if (merged := queries.find_merge_of(db.session(), candidate_id)) is None:
            raise
        return redirect(url_for("candidates.detail", candidate_id=merged.winner_id))
    return render_template("candidates/page.html", **page.context(candidate))


@blueprint.route("/<uuid:candidate_id>/edit", methods=["GET", "POST"])
@access.requires(permissions.EDIT_CANDIDATES)
def edit(candidate_id: uuid.UUID) -> ViewResponse:
    candidate = queries.get_candidate(db.session(), request_cycle.viewer(), candidate_id)
    form, command = _with_choices(edit_form(CandidateForm, candidate)), request_cycle.command()
    if form.accepts(
        lambda: applications.update_candidate(command, candidate, form.profile()),
        ask=lambda: duplicate_questions.candidate_questions(form.name.data, candidate),
    ):
        notes.fill_in_waiting_notes(command, candidate.id, candidate_values(candidate))
        return _redirect_after_save(candidate, _saved_message(candidate, form.email.data))
    return render_form("candidates/form.html", form, candidate=candidate)


@blueprint.post("/<uuid:candidate_id>/invitation")
@access.requires(permissions.EDIT_CANDIDATES)
@submissions.creates_by_button
def invite(candidate_id: uuid.UUID) -> Response:
    candidate = queries.get_candidate(db.session(), request_cycle.viewer(), candidate_id)
    candidate_invitations.invite(request_cycle.command(), candidate)
    flash(gettext("Sending the invitation to %(name)s.", name=candidate.name), "success")
    return redirect(url_for("candidates.detail", candidate_id=candidate.id))


@blueprint.post("/<uuid:candidate_id>/pause")
@access.requires(permissions.EDIT_CANDIDATES)
def pause_reminders(candidate_id: uuid.UUID) -> Response:
    candidate = queries.get_candidate(db.session(), request_cycle.viewer(), candidate_id)
    actions.suppress_reminders(request_cycle.command(), candidate, "paused")
    said = gettext("Reminders to %(name)s are paused until you resume them.", name=candidate.name)
    flash_undo(said, url_for("candidates.resume_reminders", candidate_id=candidate.id))
    return redirect(url_for("candidates.detail", candidate_id=candidate.id))


@blueprint.post("/<uuid:candidate_id>/pause/end")
@access.requires(permissions.EDIT_CANDIDATES)
def resume_reminders(candidate_id: uuid.UUID) -> Response:
    candidate = queries.get_candidate(db.session(), request_cycle.viewer(), candidate_id)
    stopped = queries.active_suppressions(db.session(), [candidate.id]).get(candidate.id, ())
    was_paused = [(row.kind, row.until) for row in stopped] == [("paused", None)]
    for kind in ("paused", "placed", "bounced"):
        actions.lift_suppression(request_cycle.command(), candidate, kind)
    db.session().flush()
    why = reminders.suppressed(db.session(), candidate, request_cycle.now())
    if why:
        flash(gettext("Saved. No reminders go out for now: %(why)s.", why=labels.suppressed(why)), "info")
        return redirect(url_for("candidates.detail", candidate_id=candidate.id))
    said = gettext("Reminders to %(name)s are on again.", name=candidate.name)
    if was_paused:
        flash_undo(said, url_for("candidates.pause_reminders", candidate_id=candidate.id))
    else:
        flash(said, "success")
    return redirect(url_for("candidates.detail", candidate_id=candidate.id))


def _redirect_after_save(candidate: Candidate, said: str) -> Response:
    """Redirect to the candidate's page, or to the list with a message if the viewer no longer sees the candidate."""
    viewer = request_cycle.viewer()
    if queries.can_see(db.session(), viewer, candidate.id):
        flash(said, "success")
        return redirect(return_url(url_for("candidates.detail", candidate_id=candidate.id)))
    db.session().refresh(candidate, ["recruiter"])
    values = {"name": candidate.name, "who": candidate.recruiter.name if candidate.recruiter else g.profile.name}
    told = gettext("%(name)s was saved and is assigned to %(who)s.", **values)
    why = gettext("You can see only your own candidates, so this one isn’t in your list.")
    if viewer.scope == "office":
        why = gettext("You can see only your own and your office’s candidates, so this one isn’t in your list.")
    flash(f"{told} {why}", "info")
    return redirect(url_for("candidates.index"))


def _saved_message(candidate: Candidate, email: str) -> str:
    if rules.email_key(email) == candidate.email_key:
        return gettext("Saved.")
    values = {"name": candidate.name, "new": email, "old": candidate.email}
    return gettext("Saved. %(name)s confirms %(new)s first. Until then, %(old)s stays in use.", **values)


def _with_choices(form: CandidateForm) -> CandidateForm:
    session = db.session()
    form.field_id.choices = choices.job_field_choices(session, form.field_id.object_data)
    form.office_id.choices = choices.office_choices(session, form.office_id.object_data)
    form.recruiter_id.choices = choices.recruiter_choices(session)
    return form


def _prefill(form: CandidateForm) -> None:
    """Fill in what was searched for, and the viewer's own time zone, office, and account, the most likely values."""
    viewer = request_cycle.viewer()
    form.name.data, form.email.data = request.args.get("name", ""), request.args.get("email", "")
    form.time_zone.data, form.recruiter_id.data, form.office_id.data = (
        viewer.time_zone,
        viewer.account_id,
        viewer.office_id,
    )
