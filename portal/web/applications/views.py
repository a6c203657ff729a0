"""Processes: the one page that both sides share, and everything that is recorded about how it goes."""

import uuid
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from portal.accounts import rules
from portal.candidates import queries as candidates
from portal.contacts import actions as contacts
from portal.contacts import queries as contact_queries
from portal.core import access
from portal.core.db import db
from portal.core.errors import N_, Refused
from portal.followups import queries as followups
from portal.followups.models import STANDING
from portal.interviews import queries as interviews
from portal.processes import actions, queries
from portal.processes.models import Process
from portal.web.applications.forms import OpeningForm, ProcessForm
from portal.web.applications.outcome_forms import AnswerForm, ClosureForm, placement_form
from portal.web.applications.timeline import timeline
from portal.web.interviews.presenter import interview_day, people_with_status
from portal.web.notes import status as note_status
from portal.web.shared import choices, duplicate_questions, request_cycle, submissions
from portal.web.shared.edit_conflict_forms import shared
from portal.web.shared.responses import Page, page

blueprint = Blueprint("applications", __name__)


@blueprint.route("/candidates/<uuid:candidate_id>/processes/new", methods=["GET", "POST"])
@access.requires(rules.MANAGE)
@submissions.creates
def new(candidate_id: uuid.UUID) -> Page:
    candidate = candidates.one(db.session(), request_cycle.viewer(), candidate_id)
    form = ProcessForm()
    form.employer_id.choices = choices.named(db.session.scalars(contact_queries.employers()), gettext("A new one"))
    made: list[Process] = []
    if form.accepts(
        lambda: made.append(_create(form, candidate.id)),
        ask=lambda: [] if form.employer_id.data else duplicate_questions.employers(form.new_employer.data),
    ):
        submissions.update_at(url_for("applications.edit", process_id=made[0].id))
        flash(gettext("Recorded. Add the interview next."), "success")
        return redirect(url_for("applications.one", process_id=made[0].id))
    return page("applications/new.html", form, candidate=candidate)


@blueprint.get("/processes/<uuid:process_id>")
@access.requires(rules.MEMBER)
def one(process_id: uuid.UUID) -> Page:
    return shown(load(process_id))


@blueprint.route("/processes/<uuid:process_id>/edit", methods=["GET", "POST"])
@access.requires(rules.MANAGE)
def edit(process_id: uuid.UUID) -> Page:
    process = load(process_id)
    form, by, now = shared(OpeningForm, process), request_cycle.viewer().by, request_cycle.now()
    if form.decision_on.data != process.decision_on:
        form.not_before = _last_held_on(process)

    def update() -> None:
        _refuse_other_employer(process)
        actions.update(db.session(), process, form.opening_title.data, form.pace(), by=by, now=now)

    if form.accepts(update):
        flash(gettext("Saved. The plan follows."), "success")
        return redirect(url_for("applications.one", process_id=process.id))
    return page("applications/edit.html", form, process=process)


def _last_held_on(process: Process) -> date | None:
    """Return the day of the last interview that has begun, on its own clock."""
    rounds = interviews.of_process(db.session(), process.id)
    begun = [row for row in rounds if row.status == "planned" and row.starts_at <= request_cycle.now()]
    return max((interview_day(row) for row in begun), default=None)


def load(process_id: uuid.UUID) -> Process:
    """The process, if the viewer may see it."""
    return queries.one(db.session(), request_cycle.viewer(), process_id)


def _refuse_other_employer(process: Process) -> None:
    """Raise `Refused` where the form that added the application is sent again to update it, with another employer."""
    chosen, named = request.form.get("employer_id", ""), request.form.get("new_employer", "").strip()
    employer = process.employer
    if chosen not in ("", str(employer.id)) or (not chosen and named not in ("", employer.name)):
        raise Refused(
            N_("This application is with %(name)s. For another employer, add another application."), name=employer.name
        )


def _create(form: ProcessForm, candidate_id: uuid.UUID) -> Process:
    session, by, now = db.session(), request_cycle.viewer().by, request_cycle.now()
    employer_id = form.employer_id.data
    if employer_id is None:
        if not form.new_employer.data:
            raise Refused("Pick an employer, or name a new one.", field="new_employer")
        details = contacts.EmployerDetails(name=form.new_employer.data)
        employer_id = contacts.create_employer(session, details, by=by, now=now).id
    return actions.create(session, candidate_id, employer_id, form.opening_title.data, form.pace(), by=by, now=now)


def shown(process: Process, **forms: object) -> str:
    """The page of the process; `forms` are those with something to be mended."""
    session, now = db.session(), request_cycle.now()
    rounds = interviews.of_process(session, process.id)
    steps = followups.of_process(session, process.id)
    others = queries.others_under_way(session, process)
    all_forms = {"answer_form": AnswerForm(), "closure_form": ClosureForm(), "placement_form": placement_form(others)}
    return render_template(
        "applications/page.html",
        process=process,
        interviews=rounds,
        people=people_with_status(session, rounds, steps),
        plan=[step for step in steps if step.state in STANDING],
        step_labels=note_status.step_labels(steps),
        timeline=timeline(session, process, rounds, steps, request_cycle.viewer()),
        ahead=[row for row in rounds if row.status == "planned" and row.ends_at > now],
        others=others,
        endings=[*process.answers, *process.closures],
        failed=bool(forms),
        now=now,
        **all_forms | forms,
    )
