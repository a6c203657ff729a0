"""Notes: begun from the draft, saved as typed, reviewed, sent, or recorded as sent."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.approvals import actions as approvals
from portal.candidates import queries as candidates
from portal.cards import queries as cards
from portal.core import access
from portal.core.db import db
from portal.core.errors import NotFound
from portal.followups import queries as followups
from portal.followups.models import PENDING_STATES
from portal.interviews import queries as interviews
from portal.interviews.models import InterviewPerson
from portal.notes import actions, edit_conflicts, initial_text, queries, sending_policy
from portal.notes.models import Note
from portal.reminders import queries as reminders
from portal.web.notes import editor, run
from portal.web.notes import status as note_status
from portal.web.notes.presenter import ThankList, load_thanks
from portal.web.shared import formatting, request_cycle
from portal.web.shared.letter_forms import NoteForm, SentManuallyForm
from portal.web.shared.merge_fields import merge_values
from portal.web.shared.responses import ViewResponse, paginate

blueprint = Blueprint("notes", __name__)


@blueprint.get("/notes")
@access.requires(permissions.SIGN_IN)
def index() -> ViewResponse:
    rows, following = paginate(queries.visible_to(request_cycle.viewer()))
    given = cards.agency_cards_by_note(db.session(), [note.id for note in rows])
    backs = note_status.returns_by_note(rows)
    owed = _still_to_thank() if request_cycle.viewer().is_candidate else ThankList()
    return render_template("notes/list.html", notes=rows, backs=backs, given=given, following=following, owed=owed)


def _still_to_thank() -> ThankList:
    """Return the people whom the candidate met and whose note was not begun."""
    session = db.session()
    mine = candidates.candidate_of_account(session, request_cycle.viewer())
    return load_thanks(session, reminders.pending_steps_of(session, mine.id)).without_notes()


@blueprint.get("/interviews/<uuid:interview_id>/people/<uuid:person_id>/note")
@access.requires(permissions.SIGN_IN)
def thank_you(interview_id: uuid.UUID, person_id: uuid.UUID) -> ViewResponse:
    """Redirect to the note to this person, or show the letter as it would begin."""
    person = _person(interview_id, person_id)
    note = queries.find_thank_you(db.session(), person.id)
    return _render_first_text(person) if note is None else redirect(url_for("notes.detail", note_id=note.id))


@blueprint.post("/interviews/<uuid:interview_id>/people/<uuid:person_id>/thank")
@access.requires(permissions.DO_TASKS)
def begin_thank_you(interview_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Begin the note, unless it was begun before; what was typed or chosen is then sent on to the note itself."""
    person = _person(interview_id, person_id)
    note = actions.begin(request_cycle.command(), person, "thank", merge_values(person))
    if "body" not in request.form:
        return redirect(url_for("notes.detail", note_id=note.id))
    following = "cards.choose_medium" if "medium" in request.form else "notes.save"
    return redirect(url_for(following, note_id=note.id), 307)


@blueprint.get("/interviews/<uuid:interview_id>/notes")
@access.requires(permissions.SIGN_IN)
def all_done(interview_id: uuid.UUID) -> ViewResponse:
    """Show what became of each note after the interview, and what happens next."""
    interview = interviews.get_interview(db.session(), request_cycle.viewer(), interview_id)
    steps = followups.steps_of_application(db.session(), interview.application_id)
    return render_template(
        "notes/done.html",
        interview=interview,
        run=run.load_run(interview),
        plan=[step for step in steps if step.state in PENDING_STATES and step.kind not in ("thank", "debrief")],
    )


@blueprint.get("/interviews/<uuid:interview_id>/notes/delivery")
@access.requires(permissions.SIGN_IN)
def delivery(interview_id: uuid.UUID) -> ViewResponse:
    """Return what became of the notes since the page was opened, for the page of `?person=`, or of none."""
    interview = interviews.get_interview(db.session(), request_cycle.viewer(), interview_id)
    found = run.load_run(interview, request.args.get("person", type=uuid.UUID))
    return render_template("notes/_delivery_update.html", interview=interview, run=found)


@blueprint.get("/notes/<uuid:note_id>")
@access.requires(permissions.SIGN_IN)
def detail(note_id: uuid.UUID) -> ViewResponse:
    note = load_note(note_id)
    form = NoteForm(obj=note)
    form.open(note.subject, note.body)
    return editor.render_editor(note, form)


@blueprint.post("/notes/<uuid:note_id>")
@access.requires(permissions.DO_TASKS)
def save(note_id: uuid.UUID) -> ViewResponse:
    note, form = load_note(note_id), NoteForm()
    if _has_conflict(note, form):
        return _render_conflict(note, form)
    if request.form.get("autosave") and note.is_on_its_way:  # from another device
        return Response(status=410)
    if not form.accepts(lambda: _save(note, form)):
        return editor.render_editor(note, form), 422
    if request.form.get("autosave"):
        return Response(status=204, headers=formatting.saved_at_header(request_cycle.now()))
    return _redirect_after_save(note, request.form.get("then"))


@blueprint.post("/interviews/<uuid:interview_id>/people/<uuid:person_id>/<any(thank, follow_up):kind>/told")
@access.requires(permissions.DO_TASKS)
def mark_sent_manually(interview_id: uuid.UUID, person_id: uuid.UUID, kind: str) -> Response:
    """Record that the candidate sent the note themselves."""
    person, form = _person(interview_id, person_id), SentManuallyForm()
    interview = interviews.get_interview(db.session(), request_cycle.viewer(), interview_id)
    if not form.validate_on_submit():
        raise NotFound("means")
    approvals.mark_sent_manually(request_cycle.command(), interview, kind, person, form.means.data)
    flash(gettext("Marked as sent."), "success")
    return redirect(url_for("applications.detail", application_id=interview.application_id))


def _redirect_after_save(note: Note, then: str | None) -> Response:
    """Redirect to where the pressed button leads: to read the note as it goes out, to its card, or to its issues."""
    if then == "check":
        return redirect_to_issues(note)
    if then in ("read", "card"):
        return redirect(url_for("sending.preview" if then == "read" else "cards.detail", note_id=note.id))
    flash(gettext("Saved."), "success")
    return redirect(url_for("notes.detail", note_id=note.id))


def redirect_to_issues(note: Note) -> Response:
    """Redirect to the note, with the issues to fix before it can go out."""
    return redirect(url_for("notes.detail", note_id=note.id, check="1", _anchor="issues"))


def load_note(note_id: uuid.UUID) -> Note:
    """Return the note; raise `NotFound` if the viewer may not see it."""
    return queries.get_note(db.session(), request_cycle.viewer(), note_id)


def _person(interview_id: uuid.UUID, person_id: uuid.UUID) -> InterviewPerson:
    person = interviews.get_person(db.session(), request_cycle.viewer(), person_id)
    if person.interview_id != interview_id:
        raise NotFound("person")
    return person


def _render_first_text(person: InterviewPerson) -> str:
    session = db.session()
    interview = interviews.get_interview(session, request_cycle.viewer(), person.interview_id)
    subject, body, _ = initial_text.write_first_text(session, person, "thank", merge_values(person))
    form = NoteForm(data={"subject": subject, "body": body})
    form.open(subject, body)
    return render_template(
        "notes/begin.html",
        person=person,
        kind="thank",
        interview=interview,
        form=form,
        run=run.load_run(interview, person.id),
        way=sending_policy.sending_route_at(session, interview, None, request_cycle.viewer().by),
        sent_manually_form=SentManuallyForm(),
    )


def _has_conflict(note: Note, form: NoteForm) -> bool:
    window = form.window()
    return window is not None and form.validate() and edit_conflicts.has_conflict(note, window, *form.letter())


def _render_conflict(note: Note, form: NoteForm) -> ViewResponse:
    """Show both texts after another window saved first; on leaving the page, keep this one as a version."""
    if request.form.get("leaving"):
        edit_conflicts.save_as_version(request_cycle.command(), note, *form.letter())
    if request.form.get("autosave"):
        return Response(status=204 if request.form.get("leaving") else 409)
    form.refuse(edit_conflicts.EditConflict())
    form.open(note.subject, note.body)
    return editor.render_editor(note, form, elsewhere=note.body), 409


def _save(note: Note, form: NoteForm) -> None:
    session, command = db.session(), request_cycle.command()
    chosen = form.person_id.data
    if note.kind == "follow_up" and chosen and chosen != note.person_id:
        person = interviews.get_person(session, request_cycle.viewer(), chosen)
        if person.interview_id != note.interview_id:
            raise NotFound("person")
        actions.set_recipient(command, note, person)
    keep = None if request.form.get("autosave") else "saved"
    actions.save(command, note, *form.letter(), keep=keep, window=form.window())
