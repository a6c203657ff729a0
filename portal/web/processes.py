"""Processes: the one page that both sides share, and everything that is recorded about how it goes."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import rules
from portal.candidates import queries as candidates
from portal.contacts import actions as contacts
from portal.contacts import queries as contact_queries
from portal.core import access
from portal.core.db import db
from portal.core.errors import Missing, Refused
from portal.followups import queries as followups
from portal.interviews import outcomes
from portal.interviews import queries as interviews
from portal.processes import actions, queries
from portal.processes.models import Answer, Closure, Process
from portal.web import edge
from portal.web.answers import Page, page
from portal.web.forms import choices
from portal.web.forms.processes import AnswerForm, ClosureForm, OpeningForm, PlacementForm, ProcessForm
from portal.web.timelines import people_of, timeline

blueprint = Blueprint("processes", __name__)
Endings = list[Answer | Closure | None]
"""What one form recorded: nothing while it is to be mended, None where an interview ahead stays."""


@blueprint.route("/candidates/<uuid:candidate_id>/processes/new", methods=["GET", "POST"])
@access.requires(rules.MANAGE)
def new(candidate_id: uuid.UUID) -> Page:
    candidate = candidates.one(db.session(), edge.viewer(), candidate_id)
    form = ProcessForm()
    form.employer_id.choices = choices.named(db.session.scalars(contact_queries.employers()), gettext("A new one"))
    made: list[Process] = []
    if form.accepts(lambda: made.append(_create(form, candidate.id))):
        flash(gettext("Recorded. Add the interview next."), "success")
        return redirect(url_for("processes.one", process_id=made[0].id))
    return page("processes/new.html", form, candidate=candidate)


@blueprint.get("/processes/<uuid:process_id>")
@access.requires(rules.MEMBER)
def one(process_id: uuid.UUID) -> Page:
    return _page(_load(process_id))


@blueprint.route("/processes/<uuid:process_id>/edit", methods=["GET", "POST"])
@access.requires(rules.MANAGE)
def edit(process_id: uuid.UUID) -> Page:
    process = _load(process_id)
    form, by, now = OpeningForm(obj=process), edge.viewer().by, edge.now()
    if request.method == "GET":
        form.show_pace(process)
    if form.accepts(
        lambda: actions.update(db.session(), process, form.opening_title.data, form.pace(), by=by, now=now)
    ):
        flash(gettext("Saved. The plan follows."), "success")
        return redirect(url_for("processes.one", process_id=process.id))
    return page("processes/edit.html", form, process=process)


@blueprint.post("/processes/<uuid:process_id>/answer")
@access.requires(rules.ACT)
def answer(process_id: uuid.UUID) -> Page:
    """Heard back: what was pending stops."""
    process, form, by, now = _load(process_id), AnswerForm(), edge.viewer().by, edge.now()
    made: Endings = []
    form.accepts(
        lambda: made.append(
            outcomes.heard_back(
                db.session(), process, form.kind.data, form.words.data, ahead=form.ahead.data, at=now, by=by, now=now
            )
        )
    )
    return _on(process, gettext("Recorded. What was pending has stopped."), made, answer_form=form)


@blueprint.post("/processes/<uuid:process_id>/closure")
@access.requires(rules.ACT)
def close(process_id: uuid.UUID) -> Page:
    process, form, by, now = _load(process_id), ClosureForm(), edge.viewer().by, edge.now()
    made: Endings = []
    form.accepts(
        lambda: made.append(
            outcomes.close(db.session(), process, form.kind.data, ahead=form.ahead.data, by=by, now=now)
        )
    )
    return _on(process, gettext("Closed. There will be no more prompts for it."), made, closure_form=form)


@blueprint.post("/processes/<uuid:process_id>/placement")
@access.requires(rules.MANAGE)
def place(process_id: uuid.UUID) -> Page:
    process, form, by, now = _load(process_id), PlacementForm(), edge.viewer().by, edge.now()
    made: Endings = []
    form.accepts(
        lambda: made.append(
            outcomes.placed(db.session(), process, others=form.others.data, ahead=form.ahead.data, by=by, now=now)
        )
    )
    return _on(process, gettext("Congratulations! They are placed, and prompts stop."), made, placement_form=form)


@blueprint.post("/processes/<uuid:process_id>/endings/<uuid:ending_id>/removal")
@access.requires(rules.ACT)
def take_back(process_id: uuid.UUID, ending_id: uuid.UUID) -> Response:
    """An answer or a closure that was recorded by mistake."""
    process = _load(process_id)
    rows: list[Answer | Closure] = [*process.answers, *process.closures]
    found = next((row for row in rows if row.id == ending_id), None)
    if found is None:
        raise Missing("ending")
    actions.take_back(db.session(), found, by=edge.viewer().by, now=edge.now())
    flash(gettext("Taken back. The plan is as it was."), "success")
    return redirect(url_for("processes.one", process_id=process.id))


def _load(process_id: uuid.UUID) -> Process:
    return queries.one(db.session(), edge.viewer(), process_id)


def _create(form: ProcessForm, candidate_id: uuid.UUID) -> Process:
    session, by, now = db.session(), edge.viewer().by, edge.now()
    employer_id = form.employer_id.data
    if employer_id is None:
        if not form.new_employer.data:
            raise Refused("Pick an employer, or name a new one.", field="new_employer")
        details = contacts.EmployerDetails(name=form.new_employer.data)
        employer_id = contacts.create_employer(session, details, by=by, now=now).id
    return actions.create(session, candidate_id, employer_id, form.opening_title.data, form.pace(), by=by, now=now)


def _on(process: Process, said: str, made: Endings, **forms: object) -> Page:
    """Back to the process with what was recorded; or the page again with what is to be mended."""
    if not made:
        return _page(process, **forms), 422
    stays = gettext("The interview stays, so nothing has ended: what they wrote was an invitation.")
    flash(said if made[0] else stays, "success" if made[0] else "info")
    return redirect(url_for("processes.one", process_id=process.id))


def _page(process: Process, **forms: object) -> str:
    session, now = db.session(), edge.now()
    rounds = interviews.of_process(session, process.id)
    steps = followups.of_process(session, process.id)
    shown = {"answer_form": AnswerForm(), "closure_form": ClosureForm(), "placement_form": PlacementForm()} | forms
    return render_template(
        "processes/page.html",
        process=process,
        interviews=rounds,
        people=people_of(session, rounds, steps),
        plan=[step for step in steps if step.state in ("open", "blocked", "upcoming")],
        timeline=timeline(session, process, rounds, steps, edge.viewer()),
        ahead=[row for row in rounds if row.status == "planned" and row.ends_at > now],
        others=queries.others_under_way(session, process),
        endings=[*process.answers, *process.closures],
        failed=bool(forms),
        now=now,
        **shown,
    )
