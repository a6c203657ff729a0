"""How an application goes on or ends: the employer's response, a closure, a placement, and the page after it."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.applications import queries
from portal.applications.models import Application, Closure, EmployerResponse
from portal.core import access
from portal.core.db import db
from portal.core.errors import NotFound
from portal.followups.queries import load_facts
from portal.followups.rules.plan import CLOSING, closes_itself_at
from portal.interviews import outcomes
from portal.interviews import queries as interviews
from portal.interviews.models import Interview
from portal.notes import queries as notes
from portal.web.applications import end_page
from portal.web.applications.outcome_forms import NEXT_ROUND, ClosureForm, EmployerResponseForm, placement_form
from portal.web.applications.outcome_messages import outcome_message
from portal.web.applications.views import load_application, render_application
from portal.web.interviews.presenter import people_with_status
from portal.web.openings import presenter as opening_presenter
from portal.web.shared import change_emails, request_cycle, submissions
from portal.web.shared.fields import Saved
from portal.web.shared.responses import ViewResponse, return_url
from portal.web.shared.undo import flash_undo

blueprint = Blueprint("outcomes", __name__, url_prefix="/applications/<uuid:application_id>")
MAX_OPENINGS = 3


@blueprint.get("/closing")
@access.requires(permissions.SIGN_IN)
def outcome(application_id: uuid.UUID) -> ViewResponse:
    """Show what was done, what the agency sees, and what comes next, before the end and after it."""
    application = load_application(application_id)
    rounds = interviews.interviews_of_application(db.session(), application.id)
    held = [row for row in rounds if row.status == "planned" and row.ends_at <= request_cycle.now()]
    shown = _what_was_done(held) | _how_it_ended(application)
    template = "applications/outcome.html"
    if request_cycle.viewer().is_candidate:
        code, people = shown["code"], shown["people"]
        if code == "active" and held and rounds[-1] is held[-1] and _was_followed_up(held[-1]):
            code = end_page.WAITING
        template = end_page.TEMPLATE
        shown |= end_page.context(application, code, people, bool(shown["followed_up"]))
        shown["offers"] = opening_presenter.openings_for(application.candidate, MAX_OPENINGS)
    return render_template(
        template,
        application=application,
        held=held,
        closes_on=_closes_on(application),
        answer_form=EmployerResponseForm(),
        **shown,
    )


@blueprint.post("/answer")
@access.requires(permissions.DO_TASKS)
@submissions.creates
def record_response(application_id: uuid.UUID) -> ViewResponse:
    """Record the employer's response, which stops what is pending.

    For an invitation to the next round, record nothing and redirect to the form for that interview.
    """
    application, form = load_application(application_id), EmployerResponseForm()
    if form.kind.data == NEXT_ROUND:
        flash(gettext("Good news. Add the interview: it gets its own plan, and open thank-yous stay."), "success")
        return redirect(url_for("interviews.new", application_id=application.id))
    said, emails = (form.kind.data, form.words.data), change_emails.emails_candidate()

    def record() -> EmployerResponse | None:
        _undo_earlier(application)
        told = {"ahead": form.ahead.data, "email_candidate": emails}
        return outcomes.record_response(request_cycle.command(), application, *said, **told, at=request_cycle.now())

    saved = form.accepts(record)
    return _respond(
        application,
        gettext("Saved. Remaining tasks for this application are no longer needed."),
        saved,
        answer_form=form,
    )


@blueprint.post("/closure")
@access.requires(permissions.DO_TASKS)
@submissions.creates_by_button
def close_application(application_id: uuid.UUID) -> ViewResponse:
    application, form = load_application(application_id), ClosureForm()
    command, emails = request_cycle.command(), change_emails.emails_candidate()

    def close() -> Closure | None:
        _undo_earlier(application)
        told = {"ahead": form.ahead.data, "email_candidate": emails}
        return outcomes.close_application(command, application, form.kind.data, **told)

    saved = form.accepts(close)
    return _respond(application, gettext("Closed. No more reminders will go out for it."), saved, closure_form=form)


@blueprint.post("/placement")
@access.requires(permissions.EDIT_APPLICATIONS)
@submissions.creates_by_button
def record_placement(application_id: uuid.UUID) -> ViewResponse:
    application = load_application(application_id)
    form = placement_form(queries.other_active_applications(db.session(), application))
    command, emails = request_cycle.command(), change_emails.emails_candidate()
    saved = form.accepts(
        lambda: outcomes.record_placement(
            command, application, ending=form.ending.data, ahead=form.ahead.data, email_candidate=emails
        )
    )
    return _respond(
        application, gettext("Marked as placed. Reminders to the candidate are off."), saved, placement_form=form
    )


@blueprint.post("/endings/<uuid:ending_id>/removal")
@access.requires(permissions.DO_TASKS)
def undo_ending(application_id: uuid.UUID, ending_id: uuid.UUID) -> Response:
    """Undo an employer's response or a closure that was recorded by mistake; raise `NotFound` for any other id."""
    application = load_application(application_id)
    if not _undo(application, ending_id):
        raise NotFound("ending")
    flash(gettext("Undone. The plan has been updated."), "success")
    return redirect(return_url(url_for("applications.detail", application_id=application.id)))


def _say_ended(application: Application, said: str, ending: EmployerResponse | Closure) -> None:
    """Say how it ended; to staff with Undo, which reopens the application where it was ended."""
    if request_cycle.viewer().is_candidate:
        flash(said, "success")
        return
    if request.form.get("ahead") == outcomes.CANCELLED:
        said = gettext("%(said)s Undo doesn’t bring back canceled interviews.", said=said)
    back = request.args.get("back")
    flash_undo(said, url_for("outcomes.undo_ending", application_id=application.id, ending_id=ending.id, back=back))


def _was_followed_up(interview: Interview) -> bool:
    return any(done.kind == "follow_up" for done in interview.completions)


def _undo_earlier(application: Application) -> None:
    """Undo what this form recorded first, if it is sent again to update that."""
    earlier = submissions.row_to_update()
    if earlier is not None:
        _undo(application, earlier)


def _undo(application: Application, ending_id: uuid.UUID) -> bool:
    """Undo this response or closure of the application; return whether there is such a one."""
    rows: list[EmployerResponse | Closure] = [*application.answers, *application.closures]
    found = next((row for row in rows if row.id == ending_id), None)
    if found is not None:
        outcomes.undo_ending(request_cycle.command(), application, found)
    return found is not None


def _closes_on(application: Application) -> datetime | None:
    """Return when an application that is ready to close closes automatically."""
    if application.state != CLOSING:
        return None
    return closes_itself_at(load_facts(db.session(), [application.id], request_cycle.now())[application.id])


def _what_was_done(held: Sequence[Interview]) -> dict[str, Any]:
    """Return the people met, the interviews that were followed up, and the note that answers the employer."""
    return {
        "people": [met for met in people_with_status(db.session(), held, ()) if met.person.met is not False],
        "followed_up": [done for row in held for done in row.completions if done.kind == "follow_up"],
        "answered": notes.find_reply(db.session(), held[-1].id) if held else None,
    }


def _how_it_ended(application: Application) -> dict[str, Any]:
    """Return how the application ended last, if it has, and the message about it."""
    endings = sorted([*application.answers, *application.closures], key=lambda row: row.at)
    ending = endings[-1] if endings and not application.under_way else None
    code = _message_code(application, endings)
    return {
        "ending": ending,
        "code": code,
        "outcome_message": outcome_message(code, application.candidate),
    }


def _message_code(application: Application, endings: Sequence[EmployerResponse | Closure]) -> str:
    """Return the code of the message: how the application ended last, or its state while it runs."""
    if not application.ended:
        return application.state
    return endings[-1].kind if endings else "by_itself"


def _respond(
    application: Application,
    said: str,
    saved: Saved[EmployerResponse | None] | Saved[Closure | None] | None,
    **forms: object,
) -> ViewResponse:
    """Redirect to what comes next, or show the application's page again with the errors to fix."""
    if saved is None:
        return render_application(application, **forms), 422
    if saved.value is None:
        flash(gettext("The interview stays on, so this application is still active."), "info")
        return redirect(url_for("applications.detail", application_id=application.id))
    submissions.set_added(saved.value.id)
    _say_ended(application, said, saved.value)
    return redirect(return_url(url_for("outcomes.outcome", application_id=application.id)))
