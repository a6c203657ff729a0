"""The agency's tags: see how many candidates have each, rename, and delete them. For owners."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from portal.accounts import permissions
from portal.core import access
from portal.core.db import db
from portal.tags import actions, queries
from portal.tags.models import Tag
from portal.web.shared import fields, request_cycle
from portal.web.shared.edit_conflict_forms import ConflictCheckedForm, edit_form, initial_form
from portal.web.shared.fields import Form
from portal.web.shared.questions import Question
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("tag_words", __name__, url_prefix="/settings/tags")


class RenameTagForm(ConflictCheckedForm):
    """The name of a tag."""

    name = fields.company(_("Name"), required=True)


class DeleteTagForm(Form):
    """Whether a tag is deleted."""

    id_prefix = "delete"


@blueprint.get("")
@access.requires(permissions.EDIT_AGENCY)
def index() -> ViewResponse:
    session = db.session()
    return render_template("settings/tags.html", tags=queries.all_tags(session), counts=queries.counts(session))


@blueprint.route("/<uuid:tag_id>", methods=["GET", "POST"])
@access.requires(permissions.EDIT_AGENCY)
def detail(tag_id: uuid.UUID) -> ViewResponse:
    tag = queries.get_tag(db.session(), tag_id)
    form = edit_form(RenameTagForm, tag)
    if form.accepts(lambda: actions.rename(request_cycle.command(), tag, form.name.data)):
        flash(gettext("Saved."), "success")
        return redirect(url_for("tag_words.index"))
    return _page(tag, form=form)


@blueprint.post("/<uuid:tag_id>/deletion")
@access.requires(permissions.EDIT_AGENCY)
def delete(tag_id: uuid.UUID) -> ViewResponse:
    tag = queries.get_tag(db.session(), tag_id)
    form, name = DeleteTagForm(), tag.name
    if form.accepts(lambda: actions.delete_tag(request_cycle.command(), tag), ask=lambda: [_question(tag)]):
        flash(gettext("Deleted the tag %(tag)s.", tag=name), "success")
        return redirect(url_for("tag_words.index"))
    return _page(tag, delete_form=form)


def _question(tag: Tag) -> Question:
    count = queries.count(db.session(), tag)
    return Question(
        ngettext(
            "%(num)s candidate has this tag and loses it. That can’t be undone.",
            "%(num)s candidates have this tag and lose it. That can’t be undone.",
            count,
        )
    )


def _page(tag: Tag, **sent: Form) -> ViewResponse:
    forms = {"form": initial_form(RenameTagForm, tag), "delete_form": DeleteTagForm(formdata=None)} | sent
    body = render_template("settings/tag.html", tag=tag, count=queries.count(db.session(), tag), **forms)
    return (body, 422) if request.method == "POST" else body
