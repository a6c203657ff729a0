"""Quick add: an interview with its candidate, employer, job, and people, each found or created on one page."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from portal.accounts import permissions
from portal.core import access
from portal.core.rate_limits import SEARCHES
from portal.web.interviews import quick_add_fill
from portal.web.interviews.quick_add_entry import Asked, save, saved_message
from portal.web.interviews.quick_add_fill import UnusableInvitation, Values, read_record
from portal.web.interviews.quick_add_form import LARGEST_INVITATION, PICKED_FIELDS, QuickAddForm, load_picked
from portal.web.interviews.quick_add_known import find_known
from portal.web.interviews.quick_add_outlook import build_outlook
from portal.web.shared import rate_limits, request_cycle, submissions, uploads
from portal.web.shared.questions import ANSWER_FIELD
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("quick_add", __name__)
ANOTHER = "another"
"""Sent as `then`: after saving, an empty form."""


@blueprint.route("/interviews/new", methods=["GET", "POST"])
@access.requires(permissions.EDIT_APPLICATIONS)
@uploads.accepts_files(LARGEST_INVITATION)
@submissions.creates
def new() -> ViewResponse:
    if request.method == "GET":
        return _blank()
    if _sent_file():
        return _fill()
    form, asked = QuickAddForm(load_picked(request.form)), Asked()
    if saved := form.accepts(lambda: save(form), ask=lambda: asked.ask(form)):
        interview_id, another = saved.value.interview.id, _adds_another()
        submissions.set_update_path(url_for("interviews.edit", interview_id=interview_id))
        flash(saved_message(saved.value, invited=form.invite.data, leaves=another), "success")
        here, there = url_for("quick_add.new", then=ANOTHER), url_for("interviews.detail", interview_id=interview_id)
        return redirect(here if another else there)
    return _render(request.form, form, asked), 422


@blueprint.post("/interviews/new/filling")
@access.requires(permissions.EDIT_APPLICATIONS)
@uploads.accepts_files(LARGEST_INVITATION)
def fill() -> ViewResponse:
    """Show the form with something filled in: a file, a known row, a person; nothing is saved."""
    return _fill()


@blueprint.post("/interviews/new/outlook")
@access.requires(permissions.EDIT_APPLICATIONS)
@rate_limits.limited_per_person(SEARCHES)
def outlook() -> ViewResponse:
    """Return the parts of the page that follow what is typed."""
    form = QuickAddForm(load_picked(request.form))
    form.validate()
    known = find_known(form)
    return render_template(
        "interviews/_quick_add_parts.html",
        form=form,
        known=known,
        outlook=build_outlook(form, known),
    )


def _blank() -> ViewResponse:
    named = {name: request.args.get(name.removesuffix("_id"), "") for name in PICKED_FIELDS}
    viewer, candidate = request_cycle.viewer(), load_picked(named).candidate
    values = {
        "time_zone": candidate.time_zone if candidate else viewer.time_zone,
        "candidate_time_zone": viewer.time_zone,
    }
    return _render(named | values)


def _fill() -> ViewResponse:
    """Return the page with what was pressed filled in; a file that says nothing new is refused at its field."""
    values = {name: value for name, value in request.form.items() if name not in ("csrf_token", "kept")}
    try:
        return _render(_filled(values))
    except UnusableInvitation as unusable:
        form = QuickAddForm(load_picked(values), MultiDict(values))
        form.file.errors = list(unusable.args)
        return _render(values, form), 422


def _filled(values: Values) -> Values:
    """Return the values with what the button that was pressed fills in."""
    picked = load_picked(values)
    if _sent_file():
        sent = QuickAddForm(picked)
        if not sent.file.validate(sent):
            raise UnusableInvitation(*(str(error) for error in sent.file.errors))
        return quick_add_fill.fill_from_file(values, picked, sent.file.data.read(), sent.file.data.filename)
    if "undo" in values:
        return quick_add_fill.undo(values)
    if "use" in values:
        return quick_add_fill.use(values, values["use"])
    if "drop" in values:
        return quick_add_fill.drop(values, values["drop"], picked)
    if "add_person" in values:
        return quick_add_fill.add_person(values, values["add_person"])
    return values


def _adds_another() -> bool:
    """Return whether an empty form is to follow; answering a question keeps that, except by "Save interview"."""
    asked_before = "adds_another" in request.form and request.form.get("then") != "view"
    return "another" in request.form or asked_before


def _sent_file() -> bool:
    file = request.files.get("file")
    return file is not None and bool(file.filename)


def _render(values: Mapping[str, str], form: QuickAddForm | None = None, asked: Asked | None = None) -> str:
    """Return the page with these values, or with `form`, which has errors or questions of theirs.

    What follows from the values is read from a twin, so that checking it shows no errors in a form nobody saved.
    """
    twin = QuickAddForm(load_picked(values), MultiDict(values))
    twin.validate()
    known, record = find_known(twin), read_record(values)
    return render_template(
        "interviews/quick_add.html",
        form=form or QuickAddForm(twin.picked, MultiDict(values)),
        known=known,
        outlook=build_outlook(twin, known),
        asked=(asked or Asked()).parts if form is None or form.questions else Asked().parts,
        confirmed=request.form.getlist(ANSWER_FIELD),
        record=record,
        tinted=record.untouched(values) if record else set(),
        adds_another=_adds_another(),
        begins_anew=request.args.get("then") == ANOTHER,
    )
