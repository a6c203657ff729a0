"""A candidate's tags: put one on, take one off."""

import uuid

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.core import access
from portal.core.db import db
from portal.tags import actions, queries
from portal.web.shared import fields, request_cycle
from portal.web.shared.responses import return_url

blueprint = Blueprint("tags", __name__, url_prefix="/candidates/<uuid:candidate_id>/tags")


class TagForm(fields.Form):
    """The name of a tag, a new one or one that there is."""

    id_prefix = "tag"
    name = fields.company(_("Tag"), required=True)


@blueprint.post("")
@access.requires(permissions.EDIT_CANDIDATES)
def add(candidate_id: uuid.UUID) -> Response:
    candidate, form = _load(candidate_id), TagForm()
    if not form.accepts(lambda: _tag(candidate, form.name.data)):
        flash(" ".join(map(str, [*form.name.errors, *form.form_errors])), "error")
    return _redirect_back(candidate)


@blueprint.post("/<uuid:tag_id>/removal")
@access.requires(permissions.EDIT_CANDIDATES)
def remove(candidate_id: uuid.UUID, tag_id: uuid.UUID) -> Response:
    candidate, tag = _load(candidate_id), queries.get_tag(db.session(), tag_id)
    if actions.untag_candidates(request_cycle.command(), tag, [candidate.id]):
        flash(gettext("Removed the tag %(tag)s from %(name)s.", tag=tag.name, name=candidate.name), "success")
    return _redirect_back(candidate)


def _tag(candidate: Candidate, name: str) -> None:
    command = request_cycle.command()
    tag = actions.get_or_add(command, name)
    if actions.tag_candidates(command, tag, [candidate.id]):
        flash(gettext("Added the tag %(tag)s to %(name)s.", tag=tag.name, name=candidate.name), "success")


def _redirect_back(candidate: Candidate) -> Response:
    return redirect(return_url(url_for("candidates.detail", candidate_id=candidate.id)))


def _load(candidate_id: uuid.UUID) -> Candidate:
    return candidates.get_candidate(db.session(), request_cycle.viewer(), candidate_id)
