"""Recruiters' notes: add one to a candidate or an application, change or delete one's own, and undo that."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.applications import queries as applications
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.core import access
from portal.core.db import db
from portal.recruiter_notes import actions, queries
from portal.recruiter_notes.models import RecruiterNote
from portal.web.recruiter_notes.presenter import colleague_rows
from portal.web.shared import fields, request_cycle, submissions
from portal.web.shared.edit_conflict_forms import ConflictCheckedForm, edit_form
from portal.web.shared.responses import ViewResponse, render_form

blueprint = Blueprint("recruiter_notes", __name__)


class RecruiterNoteForm(ConflictCheckedForm):
    """The text of a note."""

    id_prefix = "recruiter-note"
    text = fields.text(_("Note"), required=True, most=4000)


@blueprint.route("/candidates/<uuid:candidate_id>/recruiter-notes", methods=["GET", "POST"])
@access.requires(permissions.EDIT_CANDIDATES)
@submissions.creates
def add_to_candidate(candidate_id: uuid.UUID) -> ViewResponse:
    candidate = candidates.get_candidate(db.session(), request_cycle.viewer(), candidate_id)
    return _add(candidate, None, url_for("candidates.detail", candidate_id=candidate.id))


@blueprint.route("/applications/<uuid:application_id>/recruiter-notes", methods=["GET", "POST"])
@access.requires(permissions.EDIT_CANDIDATES)
@submissions.creates
def add_to_application(application_id: uuid.UUID) -> ViewResponse:
    application = applications.get_application(db.session(), request_cycle.viewer(), application_id)
    page = url_for("applications.detail", application_id=application.id)
    return _add(application.candidate, application.id, page)


@blueprint.get("/recruiter-notes/<uuid:recruiter_note_id>")
@access.requires(permissions.SEE_RECRUITER_NOTES)
def detail(recruiter_note_id: uuid.UUID) -> Response:
    """Redirect to where the note is, which is where emails lead."""
    return redirect(_page_of(queries.get_note(db.session(), request_cycle.viewer(), recruiter_note_id)))


@blueprint.route("/recruiter-notes/<uuid:recruiter_note_id>/edit", methods=["GET", "POST"])
@access.requires(permissions.EDIT_CANDIDATES)
def edit(recruiter_note_id: uuid.UUID) -> ViewResponse:
    note = queries.get_own_note(db.session(), request_cycle.viewer(), recruiter_note_id)
    form = edit_form(RecruiterNoteForm, note)
    if saved := form.accepts(lambda: actions.edit(request_cycle.command(), note, form.text.data)):
        return redirect(_page_of(note, changed=note.id if saved.value else None))
    return _show(form, note.candidate, _page_of(note), note)


@blueprint.post("/recruiter-notes/<uuid:recruiter_note_id>/removal")
@access.requires(permissions.EDIT_CANDIDATES)
def remove(recruiter_note_id: uuid.UUID) -> Response:
    note = queries.get_own_note(db.session(), request_cycle.viewer(), recruiter_note_id)
    actions.remove(request_cycle.command(), note)
    return redirect(_page_of(note, changed=note.id))


@blueprint.post("/recruiter-notes/<uuid:recruiter_note_id>/undo")
@access.requires(permissions.EDIT_CANDIDATES)
def undo(recruiter_note_id: uuid.UUID) -> Response:
    note = queries.get_own_note(db.session(), request_cycle.viewer(), recruiter_note_id)
    actions.undo(request_cycle.command(), note)
    flash(gettext("Undone."), "success")
    return redirect(_page_of(note))


def _add(candidate: Candidate, application_id: uuid.UUID | None, page: str) -> ViewResponse:
    form = RecruiterNoteForm()
    if saved := form.accepts(
        lambda: actions.add(request_cycle.command(), candidate.id, application_id, form.text.data)
    ):
        submissions.set_update_path(url_for("recruiter_notes.edit", recruiter_note_id=saved.value.id))
        return redirect(f"{page}#recruiter-notes")
    return _show(form, candidate, page)


def _show(form: RecruiterNoteForm, candidate: Candidate, page: str, note: RecruiterNote | None = None) -> ViewResponse:
    values: dict[str, Any] = {"candidate": candidate, "page": page, "note": note}
    return render_form("recruiter_notes/form.html", form, colleagues=colleague_rows(db.session(), candidate), **values)


def _page_of(note: RecruiterNote, changed: uuid.UUID | None = None) -> str:
    """Return the page that shows the note; `changed` is offered to be undone there."""
    anchor: dict[str, Any] = {"_anchor": "recruiter-notes", "changed": changed}
    if note.application_id is not None:
        return url_for("applications.detail", application_id=note.application_id, **anchor)
    return url_for("candidates.detail", candidate_id=note.candidate_id, **anchor)
