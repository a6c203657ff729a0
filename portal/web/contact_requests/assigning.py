"""Handing a contact request to a colleague, and undoing that."""

import uuid

from flask import Blueprint, request, url_for
from flask_babel import gettext

from portal.accounts import permissions
from portal.alerts import assigned_requests
from portal.contacts.models import ContactRequest
from portal.core import access
from portal.core.db import db
from portal.followups import request_queries
from portal.names.rules import first_name
from portal.web.contact_requests import presenter
from portal.web.contact_requests.forms import AssignmentForm
from portal.web.shared import request_cycle
from portal.web.shared.choices import recruiter_of
from portal.web.shared.done_rows import DoneRow, respond, respond_refused, respond_undone
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("request_assignments", __name__, url_prefix="/contact-requests/<uuid:request_id>/assignment")


@blueprint.post("")
@access.requires(permissions.ANSWER_CONTACT_REQUESTS)
def assign(request_id: uuid.UUID) -> ViewResponse:
    """Give the request to the chosen colleague, who gets an email about it."""
    row, form = _load(request_id), AssignmentForm().offer(presenter.colleagues())
    to, before = recruiter_of(db.session(), form.colleague.data), row.claimed_by_id
    if to is None or not form.accepts(lambda: assigned_requests.assign(request_cycle.command(), row, to)):
        return respond_refused(form, _page(row))
    said = gettext("%(name)s is on it now, and gets an email.", name=first_name(to.name))
    undo = url_for("request_assignments.undo", request_id=row.id)
    values = {"colleague": [to.id], "before": [before or ""]}
    return respond(DoneRow(f"requests-{row.id}", row.contact.name, said, undo, values), _page(row))


@blueprint.post("/removal")
@access.requires(permissions.ANSWER_CONTACT_REQUESTS)
def undo(request_id: uuid.UUID) -> ViewResponse:
    """Give the request back to who had it before, or to no one."""
    row, form = _load(request_id), AssignmentForm().offer(presenter.colleagues())
    before = recruiter_of(db.session(), request.form.get("before"))
    if form.accepts(
        lambda: assigned_requests.undo_assigning(request_cycle.command(), row, form.colleague.data, before)
    ):
        return respond_undone(gettext("Undone."), _page(row))
    return respond_refused(form, _page(row))


def _page(row: ContactRequest) -> str:
    return url_for("contact_requests.detail", request_id=row.id)


def _load(request_id: uuid.UUID) -> ContactRequest:
    return request_queries.get_request(db.session(), request_cycle.viewer(), request_id)
