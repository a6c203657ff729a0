"""The general draft: a candidate's own, or written with them by their recruiter."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from portal.accounts import rules
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.core import access
from portal.core.db import db
from portal.drafts import actions, queries
from portal.drafts.rules import MERGE_FIELDS
from portal.web import edge
from portal.web.answers import Page
from portal.web.forms.notes import DraftForm

blueprint = Blueprint("drafts", __name__)


@blueprint.route("/drafts", methods=["GET", "POST"])
@access.requires(rules.ME)
def own() -> Page:
    return _edit(candidates.of_account(db.session(), edge.viewer()), "/today")


@blueprint.route("/candidates/<uuid:candidate_id>/draft", methods=["GET", "POST"])
@access.requires(rules.MANAGE)
def of_candidate(candidate_id: uuid.UUID) -> Page:
    candidate = candidates.one(db.session(), edge.viewer(), candidate_id)
    return _edit(candidate, url_for("candidates.one", candidate_id=candidate.id))


def _edit(candidate: Candidate, back: str) -> Page:
    session, by, now = db.session(), edge.viewer().by, edge.now()
    draft, offered = queries.general(session, candidate.id), queries.templates(session, "thank")
    form = DraftForm(
        obj=draft or (offered[0] if offered else None), ready=draft is not None and draft.ready_at is not None
    )
    if form.file.data:
        return _shown(form, candidate, back, read=form.read_file())
    if form.accepts(
        lambda: actions.save_general(session, candidate.id, *form.letter(), ready=bool(form.ready.data), by=by, now=now)
    ):
        flash(gettext("Saved. The draft is at hand.") if form.ready.data else gettext("Saved."), "success")
        return redirect(back)
    return _shown(form, candidate, back, read=False)


def _shown(form: DraftForm, candidate: Candidate, back: str, *, read: bool) -> Page:
    """The page; `read` where it shows the text of a file, which nobody has looked at yet."""
    values = {"candidate": candidate, "fields": MERGE_FIELDS, "back": back, "read": read}
    body = render_template("drafts/page.html", form=form, **values)
    return body if read or request.method == "GET" else (body, 422)
