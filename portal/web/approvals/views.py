"""Notes that wait for a recruiter: approved, sent back with a suggestion, or passed on."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.approvals import actions, queries
from portal.approvals.models import Approval
from portal.core import access
from portal.core.db import db
from portal.drafts.diff import LetterDiff
from portal.notes import mail_client
from portal.notes.rules import SEND, UNDO_PERIOD
from portal.web.approvals.forms import ReturnNoteForm
from portal.web.shared import formatting, request_cycle
from portal.web.shared.assigning import AssignmentForm, colleagues
from portal.web.shared.done_rows import DoneRow, respond, respond_undone
from portal.web.shared.letter_diffs import diff_letters
from portal.web.shared.letter_forms import SentManuallyForm
from portal.web.shared.responses import ViewResponse, paginate

blueprint = Blueprint("approvals", __name__)


@blueprint.get("/approvals")
@access.requires(permissions.SEE_RECORDS)
def index() -> ViewResponse:
    rows, following = paginate(queries.pending_approvals(request_cycle.viewer()))
    return render_template("approvals/list.html", approvals=rows, following=following)


@blueprint.get("/approvals/<uuid:approval_id>")
@access.requires(permissions.SEE_RECORDS)
def detail(approval_id: uuid.UUID) -> ViewResponse:
    row = _load(approval_id)
    return _render(row, ReturnNoteForm(subject=row.subject, body=row.body))


@blueprint.post("/approvals/<uuid:approval_id>/taking")
@access.requires(permissions.REVIEW_NOTES)
def claim(approval_id: uuid.UUID) -> Response:
    actions.claim_review(request_cycle.command(), _load(approval_id))
    flash(gettext("It’s yours. Others can see you’re on it."), "success")
    return redirect(url_for("approvals.detail", approval_id=approval_id))


@blueprint.post("/approvals/<uuid:approval_id>/taking/removal")
@access.requires(permissions.REVIEW_NOTES)
def release(approval_id: uuid.UUID) -> Response:
    actions.release_review(request_cycle.command(), _load(approval_id))
    flash(gettext("Released. Anyone can review it now."), "success")
    return redirect(url_for("approvals.detail", approval_id=approval_id))


@blueprint.post("/approvals/<uuid:approval_id>/approval")
@access.requires(permissions.REVIEW_NOTES)
def approve(approval_id: uuid.UUID) -> ViewResponse:
    row = _load(approval_id)
    message = actions.approve(request_cycle.command(), row)
    if message is None:
        return _respond(row, gettext("Approved."))
    undo = url_for("approvals.undo_approval", approval_id=row.id)
    said = gettext("Approved. It goes out %(when)s.", when=formatting.moment(message.due_at))
    if message.due_at <= request_cycle.now() + UNDO_PERIOD:
        said = gettext("Approved. You can still stop it until it’s sent.")
    return respond(_done(row, said, undo), url_for("sending.preview", note_id=row.note_id))


@blueprint.post("/approvals/<uuid:approval_id>/approval/removal")
@access.requires(permissions.REVIEW_NOTES)
def undo_approval(approval_id: uuid.UUID) -> ViewResponse:
    """Stop the approved note before it goes out: it waits for review again."""
    row = _load(approval_id)
    actions.recall(request_cycle.command(), row.note)
    url = url_for("approvals.detail", approval_id=row.id)
    return respond_undone(gettext("Stopped. The note waits for review again."), url)


@blueprint.post("/approvals/<uuid:approval_id>/return")
@access.requires(permissions.REVIEW_NOTES)
def return_to_writer(approval_id: uuid.UUID) -> ViewResponse:
    """Return the note to the candidate, or only preview the suggested changes."""
    row, form = _load(approval_id), ReturnNoteForm()
    if request.form.get("then") == "look" and form.validate():
        return _render(row, form)
    if form.accepts(lambda: actions.return_to_writer(request_cycle.command(), row, *form.letter(), form.words.data)):
        return _respond(row, gettext("Sent back to the candidate."))
    return _render(row, form), 422


@blueprint.post("/approvals/<uuid:approval_id>/passing-on")
@access.requires(permissions.REVIEW_NOTES)
def mark_passed_on(approval_id: uuid.UUID) -> ViewResponse:
    row = _load(approval_id)
    actions.mark_passed_on(request_cycle.command(), row)
    return _respond(row, gettext("Recorded as sent."))


@blueprint.post("/approvals/<uuid:approval_id>/withdrawal")
@access.requires(permissions.DO_TASKS)
def withdraw(approval_id: uuid.UUID) -> Response:
    """Take the candidate's note back while no one has decided about it."""
    row = _load(approval_id)
    actions.withdraw(request_cycle.command(), row)
    flash(gettext("You can edit it again."), "success")
    return redirect(url_for("notes.detail", note_id=row.note_id))


@blueprint.post("/approvals/<uuid:approval_id>/suggestion")
@access.requires(permissions.DO_TASKS)
def accept_suggestion(approval_id: uuid.UUID) -> Response:
    """Replace the note's text with the recruiter's suggestion."""
    row = _load(approval_id)
    actions.accept_suggestion(request_cycle.command(), row)
    flash(gettext("Suggestion accepted. Read it once more, then send it for review again."), "success")
    return redirect(url_for("notes.detail", note_id=row.note_id))


def _respond(row: Approval, said: str) -> ViewResponse:
    """Return what became of the note: in its row where it was done there, else above the list."""
    return respond(_done(row, said), url_for("approvals.index"))


def _done(row: Approval, said: str, undo_url: str | None = None) -> DoneRow:
    return DoneRow(f"approvals-{row.id}", row.note.interview.application.candidate.name, said, undo_url)


def _load(approval_id: uuid.UUID) -> Approval:
    return queries.get_approval(db.session(), request_cycle.viewer(), approval_id)


def _render(row: Approval, form: ReturnNoteForm) -> str:
    return render_template(
        "approvals/page.html",
        approval=row,
        form=form,
        changes=_suggested_changes(row, form),
        typed=request.method == "POST",
        mailto=mail_client.mailto_url(row.note),
        assignment_form=AssignmentForm(formdata=None).offer(colleagues()),
        sent_manually_form=SentManuallyForm(),
        way=SEND,
    )


def _suggested_changes(row: Approval, form: ReturnNoteForm) -> LetterDiff | None:
    """Return the recruiter's suggestion, sent or as typed so far, as a diff; None if nothing differs."""
    subject, body = (row.suggested_subject, row.suggested_body) if row.decided_at else form.letter()
    if subject is None or body is None:
        return None
    return diff_letters((row.subject, row.body), (subject, body))
