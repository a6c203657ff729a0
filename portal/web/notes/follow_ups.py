"""The second follow-up, one for each round, and the answer to a decision: to which person, and whether it is time."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.core import access
from portal.core.db import db
from portal.core.errors import N_, ActionRefused
from portal.followups import queries as followups
from portal.interviews import actions as interview_actions
from portal.interviews import queries as interviews
from portal.interviews.models import Interview, InterviewPerson
from portal.interviews.rules import PersonMet, main_contact_index
from portal.notes import actions, follow_up_eligibility, queries, sending_policy
from portal.notes.models import Note
from portal.web.shared import request_cycle, submissions
from portal.web.shared.letter_forms import SentManuallyForm
from portal.web.shared.merge_fields import merge_values
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("follow_ups", __name__, url_prefix="/interviews/<uuid:interview_id>")
TO_HR = "hr"


@blueprint.get("/follow-up")
@access.requires(permissions.SIGN_IN)
def follow_up(interview_id: uuid.UUID) -> ViewResponse:
    """Show the follow-up that was begun; or to which person it goes, whether it is early, or why there is none."""
    interview = _load(interview_id)
    note, why = (
        queries.find_follow_up(db.session(), interview.id),
        follow_up_eligibility.ineligibility_reason(db.session(), interview, request_cycle.now()),
    )
    if note is not None and why is None:
        return redirect(url_for("notes.detail", note_id=note.id))
    reason = follow_up_eligibility.INELIGIBILITY_MESSAGES[why] if why else None
    return _render(interview, "follow_up", note=note, reason=reason)


@blueprint.post("/follow-up")
@access.requires(permissions.DO_TASKS)
@submissions.creates_by_button
def begin_follow_up(interview_id: uuid.UUID) -> Response:
    return _begin_note(_load(interview_id), "follow_up")


@blueprint.post("/follow-up/address-request")
@access.requires(permissions.DO_TASKS)
def request_contact_info(interview_id: uuid.UUID) -> Response:
    """Ask the recruiter for an address: no one who was met can be reached."""
    interview = _load(interview_id)
    interview_actions.request_address(request_cycle.command(), interview, _chosen_person(interview))
    flash(gettext("Requested. The note can be written as soon as contact info comes in."), "success")
    return redirect(url_for("applications.detail", application_id=interview.application_id))


@blueprint.get("/answer")
@access.requires(permissions.SIGN_IN)
def decision_reply(interview_id: uuid.UUID) -> ViewResponse:
    interview = _load(interview_id)
    note = queries.find_reply(db.session(), interview.id)
    return redirect(url_for("notes.detail", note_id=note.id)) if note else _render(interview, "answer")


@blueprint.post("/answer")
@access.requires(permissions.DO_TASKS)
@submissions.creates_by_button
def begin_decision_reply(interview_id: uuid.UUID) -> Response:
    return _begin_note(_load(interview_id), "answer")


def _load(interview_id: uuid.UUID) -> Interview:
    return interviews.get_interview(db.session(), request_cycle.viewer(), interview_id)


def _begin_note(interview: Interview, kind: str) -> Response:
    to_hr, command = request.form.get("to") == TO_HR, request_cycle.command()
    met = _people_met(interview)
    person = met[0] if to_hr and met else _chosen_person(interview)
    merge = merge_values(person)
    if to_hr:
        hr = interview.application.employer.hr_name or interview.application.employer.name
        merge |= {"contact_name": hr, "contact_first_name": hr}
    note = actions.begin(command, person, kind, merge, to_hr=to_hr)
    if submissions.row_to_update() == note.id and (note.person_id, note.to_hr) != (person.id, to_hr):
        actions.set_recipient(command, note, person, to_hr=to_hr)
    submissions.set_added(note.id)
    return redirect(url_for("notes.detail", note_id=note.id))


def _chosen_person(interview: Interview) -> InterviewPerson:
    found = next((row for row in _people_met(interview) if str(row.id) == request.form.get("to")), None)
    if found is None:
        raise ActionRefused(N_("Choose who it goes to."), field="to")
    return found


def _people_met(interview: Interview) -> Sequence[InterviewPerson]:
    return [row for row in interview.people if row.met is not False]


def _render(interview: Interview, kind: str, *, note: Note | None = None, reason: str | None = None) -> str:
    met, steps = _people_met(interview), followups.steps_of_application(db.session(), interview.application_id)
    suggested = main_contact_index([PersonMet(row.contact.title, row.contact.mail_address is not None) for row in met])
    return render_template(
        "notes/begin_follow_up.html",
        interview=interview,
        kind=kind,
        met=met,
        suggested=met[suggested] if suggested is not None else None,
        step=next((row for row in steps if row.kind == kind and row.interview_id == interview.id), None),
        note=note,
        reason=gettext(reason) if reason else None,
        sent_manually_form=SentManuallyForm(),
        way=sending_policy.sending_route_at(db.session(), interview, note, request_cycle.viewer().by),
    )
