"""The debrief, one question a page: did it take place, who did you meet, what is their timeline; then what comes next.

By phone, a recruiter asks the same questions and answers for the candidate.
"""

import uuid
from collections.abc import Iterable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.contacts import queries as contacts
from portal.core import access
from portal.core.db import db
from portal.debriefs import actions
from portal.debriefs.actions import InvalidPersonAnswers
from portal.debriefs.rules import HELD, MOVED, PACE, PEOPLE, START, DebriefScreen
from portal.followups import queries as followups
from portal.followups.models import PENDING_STATES, Step
from portal.interviews import queries as interviews
from portal.interviews.models import Interview
from portal.web.debriefs import decision, people_question, wizard
from portal.web.debriefs.forms import MAX_CARD_FILE_BYTES, DebriefPaceForm, PeopleMetForm, TookPlaceForm
from portal.web.debriefs.summary import answered_pace_form, collect_answers, first_invalid_screen
from portal.web.debriefs.wizard import (
    DebriefState,
    conflict_response,
    merge_typed,
    render_screen,
    save_and_continue,
    screen_url,
)
from portal.web.interviews.presenter import interview_day
from portal.web.notes import status as note_status
from portal.web.notes.presenter import begin_next
from portal.web.shared import request_cycle, uploads
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("debriefs", __name__, url_prefix="/interviews/<uuid:interview_id>/debrief")


@blueprint.get("")
@access.requires(permissions.SIGN_IN)
def start_page(interview_id: uuid.UUID) -> ViewResponse:
    """Show the first question, or redirect to where the debrief was left or to its results.

    `?again=1` always shows it.
    """
    telling = wizard.load_debrief(interview_id, START)
    if "again" not in request.args and request_cycle.viewer().may(permissions.DO_TASKS):
        if telling.resume_at not in (None, START) and not telling.is_called_off:
            return redirect(screen_url(interview_id, telling.resume_at or START))
        if telling.finished:
            return redirect(url_for("debriefs.next_steps", interview_id=interview_id))
    return render_screen(telling, _start_form(telling))


@blueprint.post("")
@access.requires(permissions.DO_TASKS)
def save_start(interview_id: uuid.UUID) -> ViewResponse:
    telling = wizard.load_debrief(interview_id, START)
    form = _start_form(telling)
    if not form.validate_on_submit():
        return render_screen(telling, form), 422
    if wizard.was_changed_elsewhere(telling, form):
        return render_screen(telling, form), 409
    if form.took_place.data == MOVED:
        return redirect(url_for("interviews.edit", interview_id=interview_id))
    if form.took_place.data == HELD:
        return save_and_continue(telling.as_held())
    said = form.took_place.data, form.why.data
    actions.record_not_held(request_cycle.command(), telling.interview, *said, no_show_by=form.no_show_by.data)
    return _end_not_held(telling.interview)


def _end_not_held(interview: Interview) -> Response:
    if request_cycle.viewer().is_candidate:
        return redirect(url_for("debriefs.not_held", interview_id=interview.id))
    flash(gettext("Saved. Nothing else is needed for this interview."), "success")
    return redirect(url_for("applications.detail", application_id=interview.application_id))


@blueprint.get("/not-held")
@access.requires(permissions.SIGN_IN)
def not_held(interview_id: uuid.UUID) -> ViewResponse:
    """Show that nothing is left to do for an interview that did not take place."""
    interview = interviews.get_interview(db.session(), request_cycle.viewer(), interview_id)
    if interview.status == "planned":
        return redirect(url_for("interviews.detail", interview_id=interview_id))
    return render_template("debriefs/not_held.html", interview=interview)


def _start_form(telling: DebriefState) -> TookPlaceForm:
    return TookPlaceForm().with_parties(telling.interview, is_candidate=request_cycle.viewer().is_candidate)


@blueprint.get("/people")
@access.requires(permissions.SIGN_IN)
def people_page(interview_id: uuid.UUID) -> ViewResponse:
    telling = wizard.load_debrief(interview_id, PEOPLE)
    return render_screen(telling, PeopleMetForm(data={"adding": telling.kept.get("adding")}), cards=())


@blueprint.post("/people")
@access.requires(permissions.DO_TASKS)
@uploads.accepts_files(MAX_CARD_FILE_BYTES)
def save_people(interview_id: uuid.UUID) -> ViewResponse:
    form = PeopleMetForm()
    telling, everybody = people_question.collect_people(wizard.load_debrief(interview_id, PEOPLE), form)
    if everybody is None:
        return render_screen(telling, form, cards=()), 422
    if form.file.data:
        return people_question.render_cards_in_file(telling, form, everybody)
    if people_question.has_nothing_to_add(form) or people_question.has_met_nobody(form, everybody):
        return render_screen(telling, form, cards=()), 422
    added = people_question.added_names(telling, everybody)
    if added:
        flash(gettext("Added %(names)s.", names=", ".join(added)), "success")
    answer = save_and_continue(telling, everybody, focus="adding", adding="")
    return finish_debrief(interview_id) if request.form.get("then") == "finish" else answer


@blueprint.get("/pace")
@access.requires(permissions.SIGN_IN)
def pace_page(interview_id: uuid.UUID) -> ViewResponse:
    telling = wizard.load_debrief(interview_id, PACE)
    said = answered_pace_form(telling)
    if telling.kept.get("pace"):
        if "check" in request.args:
            said.validate()
    else:
        said.show_pace(telling.interview)
    return _render_pace(telling, said)


def _render_pace(telling: DebriefState, form: DebriefPaceForm) -> str:
    return render_screen(telling, form, answers=decision.ANSWERS, current=decision.current_answer(form))


@blueprint.post("/pace")
@access.requires(permissions.DO_TASKS)
def save_pace(interview_id: uuid.UUID) -> ViewResponse:
    telling = wizard.load_debrief(interview_id, PACE)
    if "answer" in request.form:
        return _save_decision(telling)
    form = DebriefPaceForm()
    form.not_before = interview_day(telling.interview)
    if not wizard.is_unvalidated_save() and not form.validate_on_submit():
        return _render_pace(telling, form), 422
    said = wizard.typed_values(name for name in form._fields if name != "csrf_token")
    telling, both = merge_typed(telling, form, said)
    if both.clashes:
        return conflict_response(lambda: _render_pace(telling, form))
    answer = save_and_continue(telling, pace=dict(both.values))
    return answer if wizard.is_unvalidated_save() else finish_debrief(interview_id)


def _save_decision(telling: DebriefState) -> ViewResponse:
    """Save when they'll decide, as one button says it, and finish."""
    form = decision.answered_form(telling)
    if not form.validate_on_submit():
        return _render_pace(telling, form), 422
    telling, both = telling.meet(decision.typed(form))
    if both.clashes:
        form.form_errors.append(gettext("Someone already filled this in. Answer once more to continue."))
        return _render_pace(telling, form), 409
    save_and_continue(telling, pace={**telling.now, **both.values})
    return finish_debrief(telling.interview.id)


@blueprint.get("/next")
@access.requires(permissions.SIGN_IN)
def next_steps(interview_id: uuid.UUID) -> ViewResponse:
    """Show what happens next, in words and with dates."""
    session = db.session()
    interview = interviews.get_interview(session, request_cycle.viewer(), interview_id)
    steps = [
        step
        for step in followups.steps_of_application(session, interview.application_id)
        if step.state in PENDING_STATES
    ]
    ready = _first_ready(interview, steps)
    if ready is not None and "go" in request.args:
        return redirect(url_for("notes.thank_you", interview_id=interview_id, person_id=ready))
    told = interviews.find_completion(session, interview.id, "debrief")
    waiting = {step.person_id: step for step in steps if step.kind == "request_contact"}
    return render_template(
        "debriefs/next.html",
        interview=interview,
        steps=steps,
        told=told,
        now=request_cycle.now(),
        waiting=waiting,
        requested=contacts.open_requests_by_contact(session, [person.contact_id for person in interview.people]),
        step_labels=note_status.step_labels(steps),
    )


def finish_debrief(interview_id: uuid.UUID) -> Response:
    """Finish the debrief and record all answers as facts, or show the first question with errors to fix."""
    telling = wizard.load_debrief(interview_id, PACE)
    if telling.is_called_off:
        return redirect(screen_url(interview_id, START))
    wrong = first_invalid_screen(telling)
    if wrong is not None:
        return redirect(screen_url(interview_id, wrong, check=1))
    try:
        with db.session().begin_nested():
            actions.finish(request_cycle.command(), telling.interview, collect_answers(telling))
    except InvalidPersonAnswers as refused:
        flash(gettext(refused.sentence, **refused.values), "error")
        return redirect(screen_url(interview_id, DebriefScreen("details", refused.answer.debrief_person_id)))
    # A candidate goes straight on to the first note, which is begun here: a page that is opened changes nothing.
    if request_cycle.viewer().is_candidate:
        begin_next(telling.interview)
    go = 1 if request_cycle.viewer().is_candidate else None
    return redirect(url_for("debriefs.next_steps", interview_id=interview_id, go=go))


def _first_ready(interview: Interview, steps: Iterable[Step]) -> uuid.UUID | None:
    """Return the first person of the interview whose thank-you can be written."""
    ready = {step.person_id for step in steps if step.kind == "thank" and step.state == "open"}
    return next((person.id for person in interview.people if person.id in ready), None)
