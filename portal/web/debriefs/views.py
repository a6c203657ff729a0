"""The debrief, one question a page: did it take place, whom did you meet, their pace; then what happens next.

By phone a recruiter asks the same questions, and answers for the candidate.
"""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import rules
from portal.contacts import queries as contacts
from portal.core import access
from portal.core.db import db
from portal.debriefs import actions
from portal.debriefs.actions import NotTold
from portal.debriefs.rules import HELD, MOVED, PACE, PEOPLE, START, Screen
from portal.followups import queries as followups
from portal.followups.models import STANDING
from portal.interviews import queries as interviews
from portal.web.debriefs import people_question, wizard
from portal.web.debriefs.forms import LARGEST_CARDS, PeopleForm, SaidForm, TookPlaceForm
from portal.web.debriefs.summary import answers, first_wrong, pace_form
from portal.web.debriefs.wizard import Telling, go_on, put_together, shown, to_choose, url_of
from portal.web.interviews.presenter import interview_day
from portal.web.notes import status as note_status
from portal.web.shared import request_cycle, uploads
from portal.web.shared.responses import Page

blueprint = Blueprint("debriefs", __name__, url_prefix="/interviews/<uuid:interview_id>/debrief")


@blueprint.get("")
@access.requires(rules.MEMBER)
def page(interview_id: uuid.UUID) -> Page:
    """The first question; or where it was left, or what came of it. `?again=1` is always the first question."""
    telling = wizard.load(interview_id, START)
    if "again" not in request.args and request_cycle.viewer().may(rules.ACT):
        if telling.stopped_at not in (None, START):
            return redirect(url_of(interview_id, telling.stopped_at or START))
        if telling.finished:
            return redirect(url_for("debriefs.after", interview_id=interview_id))
    return shown(telling, _first_form(telling))


@blueprint.post("")
@access.requires(rules.ACT)
def took_place(interview_id: uuid.UUID) -> Page:
    telling, by, now = wizard.load(interview_id, START), request_cycle.viewer().by, request_cycle.now()
    form = _first_form(telling)
    if not form.validate_on_submit():
        return shown(telling, form), 422
    if wizard.was_told_meanwhile(telling, form):
        return shown(telling, form), 409
    if form.took_place.data == MOVED:
        return redirect(url_for("interviews.edit", interview_id=interview_id))
    if form.took_place.data == HELD:
        return go_on(telling)
    said = form.took_place.data, form.why.data
    actions.not_held(db.session(), telling.interview, *said, no_show_by=form.no_show_by.data, by=by, now=now)
    flash(gettext("Recorded. Nothing more is asked about this interview."), "success")
    return redirect(url_for("applications.one", process_id=telling.interview.process_id))


def _first_form(telling: Telling) -> TookPlaceForm:
    return TookPlaceForm().ask_of(telling.interview, is_candidate=request_cycle.viewer().is_candidate)


@blueprint.get("/people")
@access.requires(rules.MEMBER)
def people(interview_id: uuid.UUID) -> Page:
    telling = wizard.load(interview_id, PEOPLE)
    return shown(telling, PeopleForm(data={"adding": telling.kept.get("adding")}), cards=())


@blueprint.post("/people")
@access.requires(rules.ACT)
@uploads.up_to(LARGEST_CARDS)
def met(interview_id: uuid.UUID) -> Page:
    form = PeopleForm()
    telling, everybody = people_question.ticked(wizard.load(interview_id, PEOPLE), form)
    if everybody is None:
        return shown(telling, form, cards=()), 422
    if form.file.data:
        return people_question.offered(telling, form, everybody)
    if people_question.is_nothing_added(form):
        return shown(telling, form, cards=()), 422
    added = people_question.added(telling, everybody)
    if added:
        flash(gettext("Added %(names)s.", names=", ".join(added)), "success")
    answer = go_on(telling, everybody, focus="adding", adding="")
    return finish(interview_id) if request.form.get("then") == "finish" else answer


@blueprint.get("/pace")
@access.requires(rules.MEMBER)
def pace(interview_id: uuid.UUID) -> Page:
    telling = wizard.load(interview_id, PACE)
    said = pace_form(telling)
    if telling.kept.get("pace"):
        if "check" in request.args:
            said.validate()
    else:
        said.show_pace(telling.interview)
    return shown(telling, said)


@blueprint.post("/pace")
@access.requires(rules.ACT)
def tell_pace(interview_id: uuid.UUID) -> Page:
    telling, form = wizard.load(interview_id, PACE), SaidForm()
    form.not_before = interview_day(telling.interview)
    if not wizard.is_raw() and not form.validate_on_submit():
        return shown(telling, form), 422
    said = wizard.typed(name for name in form._fields if name != "csrf_token")
    telling, both = put_together(telling, form, said)
    if both.clashes:
        return to_choose(lambda: shown(telling, form))
    answer = go_on(telling, pace=dict(both.values))
    return answer if wizard.is_raw() else finish(interview_id)


@blueprint.get("/next")
@access.requires(rules.MEMBER)
def after(interview_id: uuid.UUID) -> Page:
    """What happens next, in words and with dates."""
    session = db.session()
    interview = interviews.one(session, request_cycle.viewer(), interview_id)
    steps = [step for step in followups.of_process(session, interview.process_id) if step.state in STANDING]
    told = interviews.completion(session, interview.id, "debrief")
    waiting = {step.person_id: step for step in steps if step.kind == "request_contact"}
    return render_template(
        "debriefs/next.html",
        interview=interview,
        steps=steps,
        told=told,
        now=request_cycle.now(),
        waiting=waiting,
        requested=contacts.open_requests(session, [person.contact_id for person in interview.people]),
        step_labels=note_status.step_labels(steps),
    )


def finish(interview_id: uuid.UUID) -> Response:
    """Everything told becomes a fact; or the first question with something to be mended is shown."""
    telling = wizard.load(interview_id, PACE)
    wrong = first_wrong(telling)
    if wrong is not None:
        return redirect(url_of(interview_id, wrong, check=1))
    try:
        with db.session().begin_nested():
            actions.finish(
                db.session(), telling.interview, answers(telling), by=request_cycle.viewer().by, now=request_cycle.now()
            )
    except NotTold as refused:
        flash(gettext(refused.sentence, **refused.values), "error")
        return redirect(url_of(interview_id, Screen("details", refused.answer.told_id)))
    return redirect(url_for("debriefs.after", interview_id=interview_id))
