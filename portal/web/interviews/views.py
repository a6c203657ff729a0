"""Interviews: recorded by hand, shown, rescheduled, canceled, and downloaded as a calendar entry."""

import uuid

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts import permissions
from portal.applications import queries as applications
from portal.applications.models import Application
from portal.core import access
from portal.core.db import db
from portal.core.errors import N_, ActionRefused, NotFound
from portal.core.rate_limits import EXPORTS
from portal.followups import queries as followups
from portal.interviews import actions, calendar_entry, queries
from portal.interviews.models import Interview
from portal.notes import actions as notes
from portal.openings import queries as openings
from portal.web.interviews import list_page
from portal.web.interviews.forms import InterviewStatusForm, NewInterviewForm, RescheduleForm
from portal.web.interviews.listing import list_person
from portal.web.interviews.presenter import listed_interviews, people_with_status, shows_past
from portal.web.interviews.quick_add_form import refuse_other_parts
from portal.web.shared import change_emails, rate_limits, request_cycle, slot_questions, submissions
from portal.web.shared.contact_forms import ContactForm
from portal.web.shared.edit_conflict_forms import edit_form
from portal.web.shared.list_views import render_list
from portal.web.shared.responses import ViewResponse, paginate, render_form

blueprint = Blueprint("interviews", __name__)


@blueprint.get("/interviews")
@access.requires(permissions.SIGN_IN)
def index() -> ViewResponse:
    if not request_cycle.viewer().is_candidate:
        return render_list(list_page.PAGE, "interviews/list.html")
    rows, following = paginate(listed_interviews())
    return render_template("interviews/candidate_list.html", interviews=rows, past=shows_past(), following=following)


@blueprint.route("/applications/<uuid:application_id>/interviews/new", methods=["GET", "POST"])
@access.requires(permissions.DO_TASKS)
@submissions.creates
def new(application_id: uuid.UUID) -> ViewResponse:
    application = applications.get_application(db.session(), request_cycle.viewer(), application_id)
    if request.method == "GET" and not request_cycle.viewer().is_candidate:
        return redirect(url_for("quick_add.new", application=application.id))
    form = NewInterviewForm()
    if request.method == "GET":
        form.time_zone.data = application.candidate.time_zone
    if saved := form.accepts(
        lambda: _record(application, form),
        ask=lambda: slot_questions.questions_about_slot(application.candidate_id, form.slot()),
    ):
        submissions.set_update_path(url_for("interviews.edit", interview_id=saved.value.id))
        flash(gettext("Saved. The plan is ready."), "success")
        return redirect(url_for("interviews.detail", interview_id=saved.value.id))
    return render_form("interviews/form.html", form, application=application, interview=None)


def _record(application: Application, form: NewInterviewForm) -> Interview:
    return actions.record(
        request_cycle.command(), application, form.slot(), form.expected(), round_details=form.round_details()
    )


@blueprint.get("/interviews/<uuid:interview_id>")
@access.requires(permissions.SIGN_IN)
def detail(interview_id: uuid.UUID) -> ViewResponse:
    return _render(_load(interview_id), ContactForm())


def _render(interview: Interview, contact_form: ContactForm, status_form: InterviewStatusForm | None = None) -> str:
    session = db.session()
    steps = [
        row
        for row in followups.steps_of_application(session, interview.application_id)
        if row.interview_id == interview.id
    ]
    return render_template(
        "interviews/page.html",
        interview=interview,
        people=people_with_status(session, [interview], steps),
        steps={step.kind: step for step in steps if step.person_id is None},
        completions={row.kind: row for row in interview.completions if row.person_id is None},
        contact_form=contact_form,
        asks_to_skip=not request_cycle.viewer().is_candidate and interview.ends_at > request_cycle.now(),
        status_form=status_form or _status_form(interview),
        job=openings.latest_opening_like(
            session, interview.application.employer_id, interview.application.opening_title
        ),
        now=request_cycle.now(),
    )


@blueprint.route("/interviews/<uuid:interview_id>/edit", methods=["GET", "POST"])
@access.requires(permissions.DO_TASKS)
def edit(interview_id: uuid.UUID) -> ViewResponse:
    interview = _load(interview_id)
    form = edit_form(RescheduleForm, interview)

    def move() -> None:
        refuse_other_parts(interview, request.form)
        actions.reschedule(
            request_cycle.command(),
            interview,
            form.slot(),
            form.reason.data,
            round_details=form.round_details(),
            email_candidate=change_emails.emails_candidate(),
        )
        _add_listed_people(interview)

    if form.accepts(
        move,
        ask=lambda: slot_questions.questions_about_slot(interview.application.candidate_id, form.slot(), interview),
    ):
        flash(
            gettext("Rescheduled. The plan is updated. Download the calendar file again to update your calendar."),
            "success",
        )
        change_emails.flash_email(interview)
        return redirect(url_for("interviews.detail", interview_id=interview.id))
    return render_form("interviews/form.html", form, application=interview.application, interview=interview)


@blueprint.post("/interviews/<uuid:interview_id>/status")
@access.requires(permissions.DO_TASKS)
def save_status(interview_id: uuid.UUID) -> ViewResponse:
    interview = _load(interview_id)
    form = _status_form(interview)
    said, absent = (form.status.data, form.reason.data), form.no_show_by.data
    if not form.status.validate(form):
        raise NotFound("status")

    def change() -> None:
        emails = change_emails.emails_candidate()
        actions.set_status(request_cycle.command(), interview, *said, no_show_by=absent, email_candidate=emails)

    if not form.accepts(change):
        return _render(interview, ContactForm(formdata=None), form), 422
    flash(gettext("Saved. The plan is updated."), "success")
    change_emails.flash_email(interview)
    return redirect(url_for("interviews.detail", interview_id=interview.id))


@blueprint.post("/interviews/<uuid:interview_id>/people")
@access.requires(permissions.DO_TASKS)
@submissions.creates
def add_person(interview_id: uuid.UUID) -> ViewResponse:
    interview, form = _load(interview_id), ContactForm()
    if form.accepts(lambda: list_person(interview, form, email_candidate=change_emails.emails_candidate())):
        flash(gettext("%(name)s was added.", name=form.name.data), "success")
        change_emails.flash_email(interview)
        return redirect(url_for("interviews.detail", interview_id=interview.id))
    return _render(interview, form), 422


@blueprint.post("/interviews/<uuid:interview_id>/people/<uuid:person_id>/removal")
@access.requires(permissions.DO_TASKS)
def remove_person(interview_id: uuid.UUID, person_id: uuid.UUID) -> BaseResponse:
    interview = _load(interview_id)
    person = next((row for row in interview.people if row.id == person_id), None)
    if person is None:
        raise NotFound("person")
    notes.remove_person(request_cycle.command(), interview, person)
    flash(gettext("Removed from the list."), "success")
    return redirect(url_for("interviews.detail", interview_id=interview.id))


@blueprint.post("/interviews/<uuid:interview_id>/contacts-collected")
@access.requires(permissions.DO_TASKS)
def mark_contacts_collected(interview_id: uuid.UUID) -> BaseResponse:
    """Record that the candidate knows who they will meet, and will ask for cards."""
    interview = _load(interview_id)
    actions.complete_step(request_cycle.command(), interview, "collect_contacts", means="told", at=request_cycle.now())
    flash(gettext("You’re set. Good luck at the interview."), "success")
    return redirect(url_for("interviews.detail", interview_id=interview.id))


@blueprint.post("/interviews/<uuid:interview_id>/completions/<uuid:completion_id>/removal")
@access.requires(permissions.DO_TASKS)
def undo_completion(interview_id: uuid.UUID, completion_id: uuid.UUID) -> BaseResponse:
    """Undo a step that was marked as done by mistake."""
    interview = _load(interview_id)
    row = next((row for row in interview.completions if row.id == completion_id), None)
    if row is None:
        raise NotFound("completion")
    actions.undo_completion(request_cycle.command(), interview, row)
    flash(gettext("Undone."), "success")
    return redirect(url_for("interviews.detail", interview_id=interview.id))


@blueprint.get("/interviews/<uuid:interview_id>/calendar.ics")
@access.requires(permissions.SIGN_IN)
@rate_limits.limited_per_person(EXPORTS)
def download_calendar(interview_id: uuid.UUID) -> Response:
    """Return the interview as a calendar file, always with the same UID."""
    interview = _load(interview_id)
    try:
        organizer = calendar_entry.organizer(db.session())
        data = calendar_entry.to_ics(calendar_entry.build_entry(interview, organizer, request_cycle.now()))
    except calendar_entry.InvalidEntry as error:
        raise ActionRefused(
            N_("The job title, place, or link has a character that a calendar can’t hold. Edit it.")
        ) from error
    headers = {"Content-Disposition": 'attachment; filename="interview.ics"'}
    return Response(data, mimetype="text/calendar", headers=headers)


def _add_listed_people(interview: Interview) -> None:
    """Add the people that the form lists: it is the one that added the interview, sent again to update it."""
    listed = NewInterviewForm()
    if not listed.people.data:
        return
    if not listed.people.validate(listed):
        raise ActionRefused(str(listed.people.errors[0]))
    expected = listed.expected()
    for details in expected:
        actions.add_person(request_cycle.command(), interview, interview.application.employer_id, details)
    others = [row.contact.name for row in interview.people if row.contact.name not in {one.name for one in expected}]
    if others:
        flash(gettext("Still on the list: %(names)s", names=", ".join(others)), "info")


def _status_form(interview: Interview) -> InterviewStatusForm:
    return InterviewStatusForm().with_parties(interview, is_candidate=request_cycle.viewer().is_candidate)


def _load(interview_id: uuid.UUID) -> Interview:
    return queries.get_interview(db.session(), request_cycle.viewer(), interview_id)
