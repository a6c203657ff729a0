"""Sending a note: reviewed once more, now or later, by the route that the agency allows, or with an own email app."""

import uuid
from datetime import datetime

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts import permissions
from portal.approvals import actions as approvals
from portal.approvals import queries as approval_queries
from portal.approvals import resending
from portal.core import access
from portal.core.db import db
from portal.core.errors import N_, ActionRefused
from portal.core.rate_limits import EXPORTS
from portal.drafts.edit_conflicts import text_digest
from portal.messaging.headers import BadHeader
from portal.messaging.sending import sender_address
from portal.notes import corrections, mail_client, manual_sending, sending_policy
from portal.notes.actions import NoteNotReady
from portal.notes.models import Note
from portal.notes.review import Review, review_note
from portal.notes.rules import ASK, HAND_OVER, SEND
from portal.web.notes import editor, presenter
from portal.web.notes import status as note_status
from portal.web.notes.forms import FillForm, ResendForm, SendTimeForm
from portal.web.notes.run import load_run
from portal.web.notes.views import load_note, redirect_to_issues
from portal.web.shared import disclosure, policy_numbers, rate_limits, request_cycle
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("sending", __name__, url_prefix="/notes/<uuid:note_id>")
SEND_NOW_LABELS = {SEND: _("Now"), ASK: _("As soon as it is approved"), HAND_OVER: _("As soon as they can")}


@blueprint.get("/sending")
@access.requires(permissions.SIGN_IN)
def preview(note_id: uuid.UUID) -> ViewResponse:
    """Show the email exactly as it goes out, and what to look at before it does; or what became of it."""
    note = load_note(note_id)
    way = _sending_route(note)
    return _render(note, _form(note, way), way, _review(note))


@blueprint.post("/sending")
@access.requires(permissions.DO_TASKS)
def send(note_id: uuid.UUID) -> ViewResponse:
    """Send the note, submit it for approval, or hand it over, as the agency and the employer require."""
    note = load_note(note_id)
    if note.is_going_out:  # pressed twice
        return redirect(_following_url(note))
    way = _sending_route(note)
    form = _form(note, way)
    if form.accepts(lambda: _send(note, form)):
        return redirect(_following_url(note))
    found = _review(note, None if form.invalid_fields else form.moment())
    return _render(note, form, way, found), 409 if form.form_errors else 422


@blueprint.post("/sending/corrections")
@access.requires(permissions.DO_TASKS)
def correct(note_id: uuid.UUID) -> ViewResponse:
    """Fix what the note cannot go out with: the name of its recipient, or a placeholder left in it."""
    note, form, command = load_note(note_id), FillForm(), request_cycle.command()
    if mark := request.form.get("mark"):
        corrections.apply_suggestion(command, note, mark, 0)
    elif not form.accepts(
        lambda: corrections.fill_placeholder(command, note, form.placeholder.data or "", form.words.data or "")
    ):
        way = _sending_route(note)
        return _render(note, _form(note, way), way, _review(note), fill_form=form), 422
    return redirect(url_for("sending.preview", note_id=note.id))


@blueprint.post("/sending/again")
@access.requires(permissions.DO_TASKS)
def resend(note_id: uuid.UUID) -> ViewResponse:
    """Send a failed note once more, to a corrected address if one was given."""
    note, form = load_note(note_id), ResendForm()
    if _has_open_issues(note):
        return redirect_to_issues(note)
    email = form.email.data if note_status.can_correct_address(note) else None
    if form.accepts(lambda: resending.resend_note(request_cycle.command(), note, email)):
        return redirect(url_for("sending.preview", note_id=note.id))
    way = _sending_route(note)
    return _render(note, _form(note, way), way, _review(note), form), 422


@blueprint.post("/sending/asking")
@access.requires(permissions.DO_TASKS)
def request_approval(note_id: uuid.UUID) -> ViewResponse:
    """Ask a recruiter to approve the note, which its writer then sends with their own email app."""
    note = load_note(note_id)
    disclosure.refuse_hidden_recipient(note)
    if _has_open_issues(note):
        return redirect_to_issues(note)
    approvals.request_approval(request_cycle.command(), note)
    return redirect(url_for("sending.preview", note_id=note.id))


@blueprint.post("/sending/undo")
@access.requires(permissions.DO_TASKS)
def recall(note_id: uuid.UUID) -> BaseResponse:
    note = load_note(note_id)
    waiting = approvals.recall(request_cycle.command(), note)
    if waiting is not None:
        flash(gettext("Canceled. It’s back here the way you submitted it."), "success")
        return redirect(url_for("approvals.detail", approval_id=waiting.id))
    flash(gettext("Stopped. Nothing was sent."), "success")
    return redirect(url_for("notes.detail", note_id=note.id))


@blueprint.post("/sending/by-oneself")
@access.requires(permissions.DO_TASKS)
def mark_sent_from_mail_program(note_id: uuid.UUID) -> ViewResponse:
    """Record that the writer sent the note with their own email app."""
    note = load_note(note_id)
    _refuse_without_approval(note)
    if _has_open_issues(note):
        return redirect_to_issues(note)
    manual_sending.mark_sent_from_mail_program(request_cycle.command(), note)
    flash(gettext("Marked as sent, exactly as written here."), "success")
    return redirect(_following_url(note))


@blueprint.get("/letter.eml")
@access.requires(permissions.SIGN_IN)
@rate_limits.limited_per_person(EXPORTS)
def download_eml(note_id: uuid.UUID) -> ViewResponse:
    """Return the note as an unsent email, to open in the writer's own email app."""
    note = load_note(note_id)
    _refuse_without_approval(note)
    disclosure.refuse_hidden_recipient(note)
    if _has_open_issues(note):
        return redirect_to_issues(note)
    headers = {"Content-Disposition": 'attachment; filename="note.eml"'}
    return Response(_eml(note), mimetype="message/rfc822", headers=headers)


def _send(note: Note, form: SendTimeForm) -> None:
    """Send what was read; raise `ActionRefused` where that changed, or where something was not listed there."""
    if form.read.data and form.read.data != text_digest(note.subject, note.body):
        raise ActionRefused(N_("This note was changed on another device. Read it once more, then send it."))
    listed = request.form.getlist("keep")
    if note_status.is_open(note) and not _review(note, form.moment()).is_sendable_with(listed):
        raise NoteNotReady(N_("Look at what’s listed below before this goes out."))
    corrections.keep_as_written(request_cycle.command(), note, listed)
    approvals.send_or_submit(request_cycle.command(), note, form.moment())


def _following_url(note: Note) -> str:
    """Return where its writer goes on: to the next note of the interview, or to what happens next."""
    if note.kind != "thank" or not request_cycle.viewer().is_candidate:
        return url_for("sending.preview", note_id=note.id)
    done_url = url_for("notes.all_done", interview_id=note.interview_id)
    return presenter.begin_next(note.interview, note.person_id) or done_url


def _eml(note: Note) -> bytes:
    viewer = request_cycle.viewer()
    try:
        return mail_client.unsent_draft(note, viewer.name, viewer.email)
    except BadHeader as error:
        raise ActionRefused(N_("One of the addresses isn’t valid for email. Check it.")) from error


def _refuse_without_approval(note: Note) -> None:
    sending_policy.refuse_without_approval(db.session(), note.interview, note, request_cycle.viewer().by)


def _has_open_issues(note: Note) -> bool:
    return note_status.is_open(note) and not _review(note).is_ready


def _review(note: Note, at: datetime | None = None) -> Review:
    return review_note(db.session(), note, note.subject, note.body, at or request_cycle.now())


def _sending_route(note: Note) -> str:
    return sending_policy.sending_route_of(db.session(), note, request_cycle.viewer().by)


def _form(note: Note, way: str) -> SendTimeForm:
    window = approval_queries.send_window_of(db.session(), note, request_cycle.now())
    return SendTimeForm(window, right_away=str(SEND_NOW_LABELS[way]))


def _render(
    note: Note,
    form: SendTimeForm,
    way: str,
    found: Review,
    resend_form: ResendForm | None = None,
    fill_form: FillForm | None = None,
) -> str:
    form.read.data = text_digest(note.subject, note.body)
    return render_template(
        "notes/sending.html",
        note=note,
        form=form,
        way=way,
        review=found,
        fill_form=fill_form or FillForm(formdata=None),
        run=load_run(note.interview, note.person_id),
        sender=sender_address(db.session()),
        now=request_cycle.now(),
        address_works=mail_client.is_deliverable(note),
        review_time=policy_numbers.review_time(),
        told=editor.issue_message,
        mailto=mail_client.mailto_url(note) if disclosure.can_see_recipient(note) else None,
        **note_status.sending_context(note, resend_form),
    )
