"""The second follow-up, one a round, and the answer to a decision: to whom, and whether it is time."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import rules
from portal.core import access
from portal.core.db import db
from portal.core.errors import N_, Refused
from portal.followups import queries as followups
from portal.interviews import actions as interview_actions
from portal.interviews import queries as interviews
from portal.interviews.models import Interview, Person
from portal.interviews.rules import Met, main_contact
from portal.notes import actions, following_up, queries, senders
from portal.notes.models import Note
from portal.web.shared import request_cycle, submissions
from portal.web.shared.letter_forms import ToldForm
from portal.web.shared.merge_fields import merge_values
from portal.web.shared.responses import Page

blueprint = Blueprint("follow_ups", __name__, url_prefix="/interviews/<uuid:interview_id>")
TO_HR = "hr"


@blueprint.get("/follow-up")
@access.requires(rules.MEMBER)
def page(interview_id: uuid.UUID) -> Page:
    """The follow-up that was begun; or to whom it goes, whether it is early, or why there is none."""
    interview = _load(interview_id)
    note, why = (
        queries.follow_up(db.session(), interview.id),
        following_up.why_not(db.session(), interview, request_cycle.now()),
    )
    if note is not None and why is None:
        return redirect(url_for("notes.one", note_id=note.id))
    reason = following_up.NO_FOLLOW_UP[why] if why else None
    return _shown(interview, "follow_up", note=note, reason=reason)


@blueprint.post("/follow-up")
@access.requires(rules.ACT)
@submissions.creates_by_button
def begin(interview_id: uuid.UUID) -> Response:
    return _begin(_load(interview_id), "follow_up")


@blueprint.post("/follow-up/address-request")
@access.requires(rules.ACT)
def ask(interview_id: uuid.UUID) -> Response:
    """Nobody met can be written to: the recruiter is asked for an address."""
    interview = _load(interview_id)
    interview_actions.ask_for_address(
        db.session(), interview, _chosen(interview), by=request_cycle.viewer().by, now=request_cycle.now()
    )
    flash(gettext("Requested. The note can be written as soon as contact info is in."), "success")
    return redirect(url_for("applications.one", process_id=interview.process_id))


@blueprint.get("/answer")
@access.requires(rules.MEMBER)
def answer(interview_id: uuid.UUID) -> Page:
    interview = _load(interview_id)
    note = queries.answer(db.session(), interview.id)
    return redirect(url_for("notes.one", note_id=note.id)) if note else _shown(interview, "answer")


@blueprint.post("/answer")
@access.requires(rules.ACT)
@submissions.creates_by_button
def begin_answer(interview_id: uuid.UUID) -> Response:
    return _begin(_load(interview_id), "answer")


def _load(interview_id: uuid.UUID) -> Interview:
    return interviews.one(db.session(), request_cycle.viewer(), interview_id)


def _begin(interview: Interview, kind: str) -> Response:
    to_hr, by, now = request.form.get("to") == TO_HR, request_cycle.viewer().by, request_cycle.now()
    met = _met(interview)
    person = met[0] if to_hr and met else _chosen(interview)
    merge = merge_values(person)
    if to_hr:
        hr = interview.process.employer.hr_name or interview.process.employer.name
        merge |= {"contact_name": hr, "contact_first_name": hr}
    note = actions.begin(db.session(), person, kind, merge, to_hr=to_hr, by=by, now=now)
    return redirect(url_for("notes.one", note_id=note.id))


def _chosen(interview: Interview) -> Person:
    found = next((row for row in _met(interview) if str(row.id) == request.form.get("to")), None)
    if found is None:
        raise Refused(N_("Choose whom it goes to."), field="to")
    return found


def _met(interview: Interview) -> Sequence[Person]:
    return [row for row in interview.people if row.met is not False]


def _shown(interview: Interview, kind: str, *, note: Note | None = None, reason: str | None = None) -> str:
    met, steps = _met(interview), followups.of_process(db.session(), interview.process_id)
    suggested = main_contact([Met(row.contact.title, row.contact.mail_address is not None) for row in met])
    return render_template(
        "notes/begin_follow_up.html",
        interview=interview,
        kind=kind,
        met=met,
        suggested=met[suggested] if suggested is not None else None,
        step=next((row for row in steps if row.kind == kind and row.interview_id == interview.id), None),
        note=note,
        reason=gettext(reason) if reason else None,
        told_form=ToldForm(),
        way=senders.way_at(db.session(), interview, note, request_cycle.viewer().by),
    )
