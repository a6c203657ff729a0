"""The issues found in a note as it is typed, and what is done about each: fixed, dismissed, or added as a word."""

import uuid

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.core import access
from portal.core.db import db
from portal.core.errors import NotFound
from portal.notes import actions as notes
from portal.notes import corrections, queries
from portal.notes.models import Note
from portal.proofreading import actions
from portal.proofreading import queries as proofreading
from portal.web.notes import editor
from portal.web.shared import request_cycle
from portal.web.shared.letter_forms import NoteForm
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("proofreading", __name__)


@blueprint.post("/notes/<uuid:note_id>/issues")
@access.requires(permissions.DO_TASKS)
def check_text(note_id: uuid.UUID) -> ViewResponse:
    """Apply what the pressed button asks for, and return the issues found in the text as typed."""
    note, form = _load(note_id), NoteForm()
    if not form.accepts(lambda: _apply(note, form)):
        return editor.render_editor(note, form), 422
    if "HX-Request" in request.headers:
        return editor.render_issues(note, *form.letter())
    return redirect(url_for("notes.detail", note_id=note.id, check="1", _anchor="issues"))


@blueprint.post("/notes/<uuid:note_id>/words/<uuid:word_id>/removal")
@access.requires(permissions.DO_TASKS)
def remove_word(note_id: uuid.UUID, word_id: uuid.UUID) -> Response:
    note = _load(note_id)
    row = proofreading.find_dictionary_word(db.session(), note.interview.application.candidate_id, word_id)
    if row is None:
        raise NotFound("own word")
    actions.remove_word(request_cycle.command(), row)
    return _redirect_to_issues(note, gettext("We’ll check “%(word)s” again.", word=row.word))


@blueprint.post("/notes/<uuid:note_id>/issues/<uuid:dismissed_issue_id>/return")
@access.requires(permissions.DO_TASKS)
def undo_dismissal(note_id: uuid.UUID, dismissed_issue_id: uuid.UUID) -> Response:
    note = _load(note_id)
    row = next(
        (row for row in proofreading.dismissed_issues(db.session(), note.id) if row.id == dismissed_issue_id), None
    )
    if row is None:
        raise NotFound("waved issue")
    actions.undo_dismissal(request_cycle.command(), row)
    return _redirect_to_issues(note, gettext("We’ll flag it again."))


@blueprint.post("/notes/<uuid:note_id>/english")
@access.requires(permissions.DO_TASKS)
def set_english(note_id: uuid.UUID) -> Response:
    note, english = _load(note_id), request.form.get("english", "")
    actions.set_english(request_cycle.command(), note.interview.application.candidate, english)
    return _redirect_to_issues(
        note, gettext("We’ll check it as %(english)s from now on.", english=editor.ENGLISH_VARIANTS[english])
    )


def _load(note_id: uuid.UUID) -> Note:
    return queries.get_note(db.session(), request_cycle.viewer(), note_id)


def _redirect_to_issues(note: Note, sentence: str) -> Response:
    flash(sentence, "success")
    return redirect(url_for("notes.detail", note_id=note.id, check="1", _anchor="issues"))


def _apply(note: Note, form: NoteForm) -> None:
    """Apply what was pressed; a full page's form also saves the text, a partial one leaves that to the autosave."""
    command = request_cycle.command()
    if "HX-Request" not in request.headers:
        notes.save(command, note, *form.letter(), window=form.window())
    if mark := request.form.get("leave"):
        corrections.dismiss_issue(command, note, form.letter(), mark)
    if word := request.form.get("word"):
        actions.add_word(command, note.interview.application.candidate_id, word)
    if fix := request.form.get("fix"):
        mark, _, number = fix.rpartition(".")
        corrections.apply_suggestion(
            command, note, mark, int(number) if number.isdecimal() else -1, window=form.window()
        )
