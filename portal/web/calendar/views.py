"""The calendar of interviews and tasks: a week or an agenda, for staff, and moving an interview in it."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.calendar import actions
from portal.core import access
from portal.web.calendar import address, moving
from portal.web.calendar.presenter import load_page, viewer_clock
from portal.web.shared import change_emails, request_cycle
from portal.web.shared.responses import ViewResponse, render_form

blueprint = Blueprint("calendar", __name__, url_prefix="/calendar")


@blueprint.get("")
@access.requires(permissions.SEE_RECORDS)
def index() -> ViewResponse:
    asked, moved = address.read(viewer_clock().today), moving.just_moved() if "moved" in request.args else None
    return render_template("calendar/page.html", asked=asked, page=load_page(asked), moved=moved)


@blueprint.route("/interviews/<uuid:interview_id>/move", methods=["GET", "POST"])
@access.requires(permissions.EDIT_APPLICATIONS)
def move(interview_id: uuid.UUID) -> ViewResponse:
    interview = moving.load(interview_id)
    form, emails = moving.move_form(interview), change_emails.emails_candidate()
    if saved := form.accepts(
        lambda: actions.move(request_cycle.command(), interview, form.starts_at(), email_candidate=emails),
        ask=lambda: moving.questions(interview, form),
    ):
        if not saved.value:
            flash(gettext("It’s at this time already, so nothing was changed."), "info")
        change_emails.flash_email(interview)
        return _to_week(moving.week_of(interview.starts_at), interview_id, quiet=not emails)
    return render_form("calendar/move.html", form, question=moving.question(interview, form))


@blueprint.post("/interviews/<uuid:interview_id>/moves/<uuid:move_id>/undo")
@access.requires(permissions.EDIT_APPLICATIONS)
def move_back(interview_id: uuid.UUID, move_id: uuid.UUID) -> Response:
    interview, emails = moving.load(interview_id), change_emails.emails_candidate()
    actions.move_back(request_cycle.command(), interview, move_id, email_candidate=emails)
    flash(gettext("Moved back."), "success")
    change_emails.flash_email(interview)
    return redirect(url_for("calendar.index", week=moving.week_of(interview.starts_at)))


def _to_week(week: str, interview_id: uuid.UUID, *, quiet: bool) -> Response:
    """Show the week that the interview is in now, which offers to move it back."""
    return redirect(url_for("calendar.index", week=week, moved=interview_id, quiet="1" if quiet else None))
