"""An action on selected candidates: what it would do, starting it, its progress, and undoing it."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import Select, select
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.bulk_actions import actions, queries
from portal.bulk_actions.models import BulkAction, BulkActionItem
from portal.bulk_actions.rules import PREVIEW
from portal.core import access
from portal.core.db import db
from portal.core.rate_limits import BULK_ACTIONS
from portal.web.bulk_actions import email_previews, presenter
from portal.web.bulk_actions.forms import ChoiceForm, form_for
from portal.web.bulk_actions.status import return_url
from portal.web.candidates import list_page as candidate_list_page
from portal.web.shared import lists, rate_limits, request_cycle
from portal.web.shared.choices import parse_id
from portal.web.shared.responses import ViewResponse
from portal.web.shared.safe_paths import local_path

blueprint = Blueprint("bulk_actions", __name__, url_prefix="/bulk-actions")


@blueprint.post("")
@access.requires(permissions.EDIT_CANDIDATES)
@rate_limits.limited_per_person(BULK_ACTIONS)
def create() -> Response:
    """Show what an action would do to the candidates that were selected."""
    form = request.form
    back = local_path(form["back"]) if "back" in form else None
    row = actions.create(request_cycle.command(), request_cycle.viewer(), form.get("action", ""), _selected(), back)
    return _back(row)


@blueprint.get("/<uuid:bulk_action_id>")
@access.requires(permissions.EDIT_CANDIDATES)
def detail(bulk_action_id: uuid.UUID) -> ViewResponse:
    row = _load(bulk_action_id)
    return _render(row, form_for(row))


@blueprint.get("/<uuid:bulk_action_id>/candidates")
@access.requires(permissions.EDIT_CANDIDATES)
def people(bulk_action_id: uuid.UUID) -> str:
    """List every candidate with one verdict, or one result once it has begun."""
    row, code = _load(bulk_action_id), request.args.get("code", "")
    names = presenter.names_with(db.session(), row, code, request.args.get("after", 0, type=int))
    title = presenter.panel(db.session(), row).title
    return render_template("bulk_actions/people.html", row=row, code=code, names=names, title=title)


@blueprint.post("/<uuid:bulk_action_id>/choices")
@access.requires(permissions.EDIT_CANDIDATES)
def choose(bulk_action_id: uuid.UUID) -> ViewResponse:
    """Keep what was chosen or written, and show what it would do now."""
    row = _load(bulk_action_id)
    form = form_for(row)
    command, viewer = request_cycle.command(), request_cycle.viewer()
    if form and form.accepts(lambda: actions.set_parameters(command, viewer, row, form.values())):
        return _back(row)
    return _render(row, form), 422


@blueprint.post("/<uuid:bulk_action_id>/leave-out")
@access.requires(permissions.EDIT_CANDIDATES)
def leave_out(bulk_action_id: uuid.UUID) -> Response:
    row = _load(bulk_action_id)
    actions.leave_out(request_cycle.command(), row, request.form.get("verdict", ""))
    return _back(row)


@blueprint.post("/<uuid:bulk_action_id>/start")
@access.requires(permissions.EDIT_CANDIDATES)
def start(bulk_action_id: uuid.UUID) -> Response:
    row = _load(bulk_action_id)
    actions.start(request_cycle.command(), row)
    return _back(row)


@blueprint.post("/<uuid:bulk_action_id>/stop")
@access.requires(permissions.EDIT_CANDIDATES)
def stop(bulk_action_id: uuid.UUID) -> Response:
    row = _load(bulk_action_id)
    actions.stop(request_cycle.command(), row)
    return _back(row)


@blueprint.post("/<uuid:bulk_action_id>/undo")
@access.requires(permissions.EDIT_CANDIDATES)
def undo(bulk_action_id: uuid.UUID) -> Response:
    row = _load(bulk_action_id)
    actions.undo(request_cycle.command(), row)
    return _back(row)


def _selected() -> Select[uuid.UUID] | Sequence[uuid.UUID]:
    """Return the candidates that are meant: all that match the list's filter, those of an earlier finding, or each."""
    form = request.form
    if form.get("all"):
        return candidate_list_page.matching(lists.read(candidate_list_page.PAGE))
    if form.get("of"):
        earlier = _load(_id(form["of"]) or uuid.UUID(int=0))
        these = select(BulkActionItem.candidate_id).where(BulkActionItem.bulk_action_id == earlier.id)
        return these.where(BulkActionItem.verdict == form.get("verdict", ""))
    return [found for value in form.getlist("candidate") if (found := _id(value))]


def _id(value: str) -> uuid.UUID | None:
    try:
        return parse_id(value)
    except ValueError:
        return None


def _render(row: BulkAction, form: ChoiceForm | None) -> str:
    session = db.session()
    shown = presenter.panel(session, row)
    email = None
    if row.state == PREVIEW and shown.has_emails:
        email = email_previews.email_preview(session, row, request.args.get("email", 1, type=int))
    back = return_url(row)
    return render_template("bulk_actions/page.html", row=row, panel=shown, form=form, email=email, back=back)


def _load(bulk_action_id: uuid.UUID) -> BulkAction:
    return queries.get_bulk_action(db.session(), request_cycle.viewer(), bulk_action_id)


def _back(row: BulkAction) -> Response:
    return redirect(url_for("bulk_actions.detail", bulk_action_id=row.id))
