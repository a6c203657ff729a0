"""The views of lists that staff keep: save one, rename and share it, delete it, and undo that."""

import uuid

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import BooleanField, HiddenField
from wtforms.validators import AnyOf

from portal.accounts import permissions
from portal.core import access
from portal.core.db import db
from portal.saved_views import actions, queries
from portal.saved_views.models import SavedView
from portal.web.saved_views.pages import PAGES
from portal.web.shared import fields, request_cycle
from portal.web.shared.edit_conflict_forms import ConflictCheckedForm, edit_form
from portal.web.shared.list_views import read_query
from portal.web.shared.lists import ListPage
from portal.web.shared.responses import ViewResponse, render_form

blueprint = Blueprint("saved_views", __name__, url_prefix="/views")
NAME_LENGTH = 40


class SaveViewForm(fields.Form):
    """A new view: its name, its list, and what the list's address says."""

    name = fields.line(_("Name of the view"), required=True, most=NAME_LENGTH)
    is_shared = BooleanField(_("Share with everyone at the agency"))
    list_name = HiddenField(validators=[AnyOf(list(PAGES))])
    query = HiddenField()


class ChangeViewForm(ConflictCheckedForm):
    """The name of a view, and who has it."""

    name = fields.line(_("Name of the view"), required=True, most=NAME_LENGTH)
    is_shared = BooleanField(_("Share with everyone at the agency"))


@blueprint.post("")
@access.requires(permissions.KEEP_VIEWS)
def save() -> Response:
    form = SaveViewForm()
    if saved := form.accepts(lambda: _save(form)):
        flash(gettext("Saved the view %(name)s.", name=saved.value.name), "success")
        return redirect(_url(saved.value))
    flash(gettext("The view wasn’t saved. Give it a name of %(most)s characters or fewer.", most=NAME_LENGTH), "error")
    page = PAGES.get(form.list_name.data or "")
    return redirect(_list_url(page, form.query.data or "") if page else url_for("candidates.index"))


@blueprint.route("/<uuid:view_id>", methods=["GET", "POST"])
@access.requires(permissions.KEEP_VIEWS)
def detail(view_id: uuid.UUID) -> ViewResponse:
    view = _load(view_id)
    form = edit_form(ChangeViewForm, view)
    if form.accepts(lambda: _change(view, form)):
        flash(gettext("Saved."), "success")
        return redirect(_url(view))
    return render_form("saved_views/page.html", form, view=view, list_url=_url(view), title=PAGES[view.list_name].title)


@blueprint.post("/<uuid:view_id>/deletion")
@access.requires(permissions.KEEP_VIEWS)
def delete(view_id: uuid.UUID) -> Response:
    view = _load(view_id)
    actions.delete_view(request_cycle.command(), view)
    return redirect(url_for(PAGES[view.list_name].endpoint, deleted_view=view.id))


@blueprint.post("/<uuid:view_id>/restoration")
@access.requires(permissions.KEEP_VIEWS)
def restore(view_id: uuid.UUID) -> Response:
    view = _load(view_id)
    actions.restore(request_cycle.command(), view)
    flash(gettext("The view %(name)s is back.", name=view.name), "success")
    return redirect(_url(view))


def _save(form: SaveViewForm) -> SavedView:
    viewer, page = request_cycle.viewer(), PAGES[form.list_name.data]
    query = read_query(page, form.query.data or "").query
    is_shared = form.is_shared.data and viewer.may(permissions.EDIT_CANDIDATES)
    command = request_cycle.command()
    return actions.save(command, viewer.account_id, page.name, form.name.data, query, is_shared=is_shared)


def _change(view: SavedView, form: ChangeViewForm) -> None:
    may_share = request_cycle.viewer().may(permissions.EDIT_CANDIDATES)
    actions.change(request_cycle.command(), view, form.name.data, is_shared=form.is_shared.data and may_share)


def _load(view_id: uuid.UUID) -> SavedView:
    return queries.get_own_view(db.session(), request_cycle.viewer(), view_id)


def _url(view: SavedView) -> str:
    return _list_url(PAGES[view.list_name], view.query)


def _list_url(page: ListPage, query: str) -> str:
    return read_query(page, query).url()
