"""Fields of work: rename, merge, and retire each on its page. For owners."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.agencies import queries as agencies
from portal.agencies.models import JobField
from portal.core import access
from portal.core.db import db
from portal.offices import actions, queries
from portal.web.settings import office_labels
from portal.web.settings.office_forms import MergeForm, RenameForm
from portal.web.shared import choices, request_cycle
from portal.web.shared.edit_conflict_forms import edit_form, initial_form
from portal.web.shared.fields import Form
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("job_fields", __name__, url_prefix="/settings/fields/<uuid:field_id>")


@blueprint.route("", methods=["GET", "POST"])
@access.requires(permissions.EDIT_AGENCY)
def detail(field_id: uuid.UUID) -> ViewResponse:
    row = _load(field_id)
    form = edit_form(RenameForm, row)
    if form.accepts(lambda: actions.rename_field(request_cycle.command(), row, form.name.data)):
        flash(gettext("Saved."), "success")
        return redirect(url_for("offices.index"))
    return _page(row, form=form)


@blueprint.post("/merge")
@access.requires(permissions.EDIT_AGENCY)
def merge(field_id: uuid.UUID) -> ViewResponse:
    row = _load(field_id)
    form, name = _merge_form(row), row.name
    if merged := form.accepts(
        lambda: actions.merge_field(request_cycle.command(), row, _load(form.into.data)),
        ask=lambda: [office_labels.merge_question(row, _load(form.into.data))],
    ):
        flash(office_labels.merged(name, _load(form.into.data).name, merged.value), "success")
        return redirect(url_for("offices.index"))
    return _page(row, merge_form=form)


@blueprint.post("/retirement")
@access.requires(permissions.EDIT_AGENCY)
def retire(field_id: uuid.UUID) -> Response:
    row = _load(field_id)
    actions.retire_field(request_cycle.command(), row)
    flash(gettext("%(name)s is retired. What belongs to it stays.", name=row.name), "success")
    return redirect(url_for("offices.index"))


@blueprint.post("/return")
@access.requires(permissions.EDIT_AGENCY)
def offer(field_id: uuid.UUID) -> Response:
    row = _load(field_id)
    actions.offer_field(request_cycle.command(), row)
    flash(gettext("%(name)s is offered again.", name=row.name), "success")
    return redirect(url_for("offices.index"))


def _page(row: JobField, **sent: Form) -> ViewResponse:
    """Return the page of one field, with the form that was `sent` by its name, and the other as it is."""
    forms = {"form": initial_form(RenameForm, row), "merge_form": _merge_form(row, fresh=True)} | sent
    counts = queries.field_counts(db.session()).get(row.id, queries.FieldCounts())
    body = render_template("settings/job_field.html", row=row, counts=counts, office_labels=office_labels, **forms)
    return (body, 422) if request.method == "POST" else body


def _merge_form(row: JobField, *, fresh: bool = False) -> MergeForm:
    form = MergeForm(formdata=None) if fresh else MergeForm()
    others = [other for other in agencies.offered_job_fields(db.session()) if other.id != row.id]
    form.into.choices = choices.named_choices(others, gettext("Choose a field"))
    return form


def _load(field_id: uuid.UUID) -> JobField:
    return queries.get_field(db.session(), field_id)
