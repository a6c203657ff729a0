"""Notes: written from the draft, saved as typed, read once more, sent, or told to have been sent."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import rules
from portal.approvals import actions as approvals
from portal.cards import queries as cards
from portal.core import access
from portal.core.db import db
from portal.core.errors import Missing
from portal.interviews import queries as interviews
from portal.interviews.models import Person
from portal.notes import actions, queries, senders, starting, windows
from portal.notes.models import Note
from portal.notes.review import review
from portal.web.notes import editor
from portal.web.notes import status as note_status
from portal.web.shared import formatting, request_cycle, submissions
from portal.web.shared.letter_forms import NoteForm, ToldForm
from portal.web.shared.merge_fields import merge_values
from portal.web.shared.responses import Page, listed

blueprint = Blueprint("notes", __name__)


@blueprint.get("/notes")
@access.requires(rules.MEMBER)
def index() -> Page:
    rows, following = listed(queries.visible_to(request_cycle.viewer()))
    given = cards.given(db.session(), [note.id for note in rows])
    backs = note_status.returned(rows)
    return render_template("notes/list.html", notes=rows, backs=backs, given=given, following=following)


@blueprint.get("/interviews/<uuid:interview_id>/people/<uuid:person_id>/note")
@access.requires(rules.MEMBER)
def thank(interview_id: uuid.UUID, person_id: uuid.UUID) -> Page:
    """The note to this person, or where to begin it."""
    person = _person(interview_id, person_id)
    return _found_or_begin(queries.thank(db.session(), person.id), person)


@blueprint.post("/interviews/<uuid:interview_id>/people/<uuid:person_id>/thank")
@access.requires(rules.ACT)
@submissions.creates_by_button
def begin(interview_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    person = _person(interview_id, person_id)
    note = actions.begin(
        db.session(), person, "thank", merge_values(person), by=request_cycle.viewer().by, now=request_cycle.now()
    )
    return redirect(url_for("notes.one", note_id=note.id))


@blueprint.get("/notes/<uuid:note_id>")
@access.requires(rules.MEMBER)
def one(note_id: uuid.UUID) -> Page:
    note = load(note_id)
    form = NoteForm(obj=note)
    form.open(note.subject, note.body)
    return editor.write(note, form)


@blueprint.post("/notes/<uuid:note_id>")
@access.requires(rules.ACT)
def save(note_id: uuid.UUID) -> Page:
    note, form = load(note_id), NoteForm()
    if _is_elsewhere(note, form):
        return _elsewhere(note, form)
    if not form.accepts(lambda: _save(note, form)):
        return editor.write(note, form), 422
    if request.form.get("autosave"):
        return Response(status=204, headers={"X-Saved-At": formatting.clock_time(request_cycle.now())})
    return _onward(note, request.form.get("then"))


@blueprint.post("/interviews/<uuid:interview_id>/people/<uuid:person_id>/<any(thank, follow_up):kind>/told")
@access.requires(rules.ACT)
def told(interview_id: uuid.UUID, person_id: uuid.UUID, kind: str) -> Response:
    """They sent it themselves."""
    person, form = _person(interview_id, person_id), ToldForm()
    interview = interviews.one(db.session(), request_cycle.viewer(), interview_id)
    if not form.validate_on_submit():
        raise Missing("means")
    by, now = request_cycle.viewer().by, request_cycle.now()
    approvals.told(db.session(), interview, kind, person, form.means.data, by=by, now=now)
    flash(gettext("Good. It stands as sent."), "success")
    return redirect(url_for("applications.one", process_id=interview.process_id))


def _onward(note: Note, then: str | None) -> Response:
    """To the last look at the note, if that was asked for and it is ready; else back to writing."""
    if then == "check" or (then == "read" and not review(db.session(), note, note.subject, note.body).is_ready):
        return to_mend(note)
    if then == "read":
        return redirect(url_for("sending.page", note_id=note.id))
    flash(gettext("Saved."), "success")
    return redirect(url_for("notes.one", note_id=note.id))


def to_mend(note: Note) -> Response:
    """Back to the note, with what is to be mended before it can go out."""
    return redirect(url_for("notes.one", note_id=note.id, check="1", _anchor="issues"))


def load(note_id: uuid.UUID) -> Note:
    """The note, if the viewer may see it."""
    return queries.one(db.session(), request_cycle.viewer(), note_id)


def _person(interview_id: uuid.UUID, person_id: uuid.UUID) -> Person:
    person = interviews.person(db.session(), request_cycle.viewer(), person_id)
    if person.interview_id != interview_id:
        raise Missing("person")
    return person


def _found_or_begin(note: Note | None, person: Person) -> Page:
    if note is not None:
        return redirect(url_for("notes.one", note_id=note.id))
    interview = interviews.one(db.session(), request_cycle.viewer(), person.interview_id)
    return render_template(
        "notes/begin.html",
        person=person,
        kind="thank",
        interview=interview,
        way=senders.way_at(db.session(), interview, None, request_cycle.viewer().by),
        told_form=ToldForm(),
        reachable=person.contact.reachable,
        has_draft=starting.own_draft(db.session(), interview) is not None,
    )


def _is_elsewhere(note: Note, form: NoteForm) -> bool:
    window = form.window()
    return window is not None and form.validate() and windows.is_elsewhere(note, window, *form.letter())


def _elsewhere(note: Note, form: NoteForm) -> Page:
    """Another window was quicker: both texts are shown, or this one is kept aside where its window is left."""
    if request.form.get("leaving"):
        windows.put_aside(db.session(), note, *form.letter(), by=request_cycle.viewer().by, now=request_cycle.now())
    if request.form.get("autosave"):
        return Response(status=204 if request.form.get("leaving") else 409)
    form.refuse(windows.WrittenElsewhere())
    form.open(note.subject, note.body)
    return editor.write(note, form, elsewhere=note.body), 409


def _save(note: Note, form: NoteForm) -> None:
    session, by, now = db.session(), request_cycle.viewer().by, request_cycle.now()
    chosen = form.person_id.data
    if note.kind == "follow_up" and chosen and chosen != note.person_id:
        person = interviews.person(session, request_cycle.viewer(), chosen)
        if person.interview_id != note.interview_id:
            raise Missing("person")
        actions.address(session, note, person, by=by, now=now)
    keep = None if request.form.get("autosave") else "saved"
    actions.save(session, note, *form.letter(), by=by, now=now, keep=keep, window=form.window())
