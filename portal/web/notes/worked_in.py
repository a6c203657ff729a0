"""The sentences of a note that were built from what was recorded: kept, taken out, and built from one more fact."""

import uuid

from flask import Blueprint, redirect, render_template, request, url_for

from portal.accounts import permissions
from portal.core import access
from portal.core.db import db
from portal.notes import actions, worked_in
from portal.notes.models import Note
from portal.notes.sentences.letter import append_words, take_out
from portal.notes.worked_in import AddedWords
from portal.web.notes import editor
from portal.web.notes.views import load_note
from portal.web.shared import request_cycle
from portal.web.shared.letter_forms import NoteForm
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("worked_in", __name__)


@blueprint.post("/notes/<uuid:note_id>/sentences")
@access.requires(permissions.DO_TASKS)
def answer(note_id: uuid.UUID) -> ViewResponse:
    """Do what was pressed about a built sentence or a fact; a script gets the lists of both for the text as typed."""
    note, form = load_note(note_id), NoteForm()
    done = form.accepts(lambda: _answer(note, form))
    if done is None:
        return editor.render_editor(note, form), 422
    body, added = done.value
    if "HX-Request" in request.headers:
        shown = f"{body}\n{added.text}" if added else body
        lists = editor.worked_in_context(note, shown, added)
        return render_template("notes/_worked_in_answer.html", note=note, **lists)
    return redirect(url_for("notes.detail", note_id=note.id, _anchor="worked-in"))


def _answer(note: Note, form: NoteForm) -> tuple[str, AddedWords | None]:
    """Return the text as it is then, and what a script is to put into it; without a script, save the text."""
    command, (subject, body) = request_cycle.command(), form.letter()
    actions.refuse_not_editable(note)
    with_script, added = "HX-Request" in request.headers, None
    if not with_script:
        actions.save(command, note, subject, body, window=form.window())
    if key := request.form.get("add"):
        added = worked_in.add_sentence(command, note, key, body)
        body = body if with_script else append_words(body, added.text)
    elif row_id := request.form.get("keep"):
        worked_in.keep(command, worked_in.find_worked_in(db.session(), note, row_id))
    elif row_id := request.form.get("take_out"):
        row = worked_in.find_worked_in(db.session(), note, row_id)
        body = take_out(body, row.sentence)
        worked_in.drop(command, row)
    if not with_script:
        actions.save(command, note, subject, body)
    return body, added
