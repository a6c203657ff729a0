"""Sending a note: read once more, now or at a chosen time, by the way the agency has; or with one's own program."""

import uuid

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts import rules
from portal.approvals import actions as approvals
from portal.approvals import queries as approval_queries
from portal.approvals import resending
from portal.core import access
from portal.core.db import db
from portal.core.errors import N_, Refused
from portal.core.limits import EXPORTS
from portal.messaging.headers import BadHeader
from portal.notes import actions, letters, senders
from portal.notes.models import Note
from portal.notes.review import Review, review
from portal.notes.rules import ASK, HAND_OVER, SEND
from portal.web.notes import editor
from portal.web.notes import status as note_status
from portal.web.notes.forms import AgainForm, SendingForm
from portal.web.notes.views import load, to_mend
from portal.web.shared import disclosure, rate_limits, request_cycle
from portal.web.shared.responses import Page

blueprint = Blueprint("sending", __name__, url_prefix="/notes/<uuid:note_id>")
RIGHT_AWAY = {SEND: _("Right away"), ASK: _("As soon as it is approved"), HAND_OVER: _("As soon as they can")}


@blueprint.get("/sending")
@access.requires(rules.MEMBER)
def page(note_id: uuid.UUID) -> Page:
    """Read it once more: the mail exactly as it goes out, and after that the time in which it can be stopped."""
    note = load(note_id)
    found = _read(note)
    if note_status.is_open(note) and not found.is_ready:
        return to_mend(note)
    way = _way(note)
    return _shown(note, _form(note, way), way, found)


@blueprint.post("/sending")
@access.requires(rules.ACT)
def send(note_id: uuid.UUID) -> Page:
    """The note is sent, handed in or handed over, by the way of the agency and the employer."""
    note, by, now = load(note_id), request_cycle.viewer().by, request_cycle.now()
    found = _read(note)
    if note_status.is_open(note) and not found.is_ready:
        return to_mend(note)
    way = _way(note)
    form = _form(note, way)
    if form.accepts(lambda: approvals.dispatch(db.session(), note, form.moment(), by=by, now=now)):
        return redirect(url_for("sending.page", note_id=note.id))
    return _shown(note, form, way, found), 409 if form.form_errors else 422


@blueprint.post("/sending/again")
@access.requires(rules.ACT)
def again(note_id: uuid.UUID) -> Page:
    """A note that failed goes out once more, to a corrected address where one was given."""
    note, form, by, now = load(note_id), AgainForm(), request_cycle.viewer().by, request_cycle.now()
    if _is_to_mend(note):
        return to_mend(note)
    email = form.email.data if note_status.may_correct(note) else None
    if form.accepts(lambda: resending.send_again(db.session(), note, email, by=by, now=now)):
        return redirect(url_for("sending.page", note_id=note.id))
    way = _way(note)
    return _shown(note, _form(note, way), way, _read(note), form), 422


@blueprint.post("/sending/asking")
@access.requires(rules.ACT)
def ask(note_id: uuid.UUID) -> Page:
    """A recruiter looks at the note, which its writer then sends with their own mail program."""
    note = load(note_id)
    disclosure.refuse_hidden_recipient(note)
    if _is_to_mend(note):
        return to_mend(note)
    approvals.ask(db.session(), note, by=request_cycle.viewer().by, now=request_cycle.now())
    return redirect(url_for("sending.page", note_id=note.id))


@blueprint.post("/sending/undo")
@access.requires(rules.ACT)
def undo(note_id: uuid.UUID) -> BaseResponse:
    note = load(note_id)
    waiting = approvals.hold_back(db.session(), note, by=request_cycle.viewer().by, now=request_cycle.now())
    if waiting is not None:
        flash(gettext("Stopped. It waits here again, as it was handed in."), "success")
        return redirect(url_for("approvals.one", approval_id=waiting.id))
    flash(gettext("Stopped. The note is still yours to change."), "success")
    return redirect(url_for("notes.one", note_id=note.id))


@blueprint.post("/sending/by-oneself")
@access.requires(rules.ACT)
def by_oneself(note_id: uuid.UUID) -> Page:
    """They sent it with their own mail program."""
    note = load(note_id)
    _refuse_not_theirs(note)
    if _is_to_mend(note):
        return to_mend(note)
    actions.sent_by_oneself(db.session(), note, by=request_cycle.viewer().by, now=request_cycle.now())
    flash(gettext("Good. It stands as sent, just as it reads here."), "success")
    return redirect(url_for("sending.page", note_id=note.id))


@blueprint.get("/letter.eml")
@access.requires(rules.MEMBER)
@rate_limits.each_person(EXPORTS)
def letter(note_id: uuid.UUID) -> Page:
    """The note as a mail that opens in one's own program, not yet sent."""
    note = load(note_id)
    _refuse_not_theirs(note)
    disclosure.refuse_hidden_recipient(note)
    if _is_to_mend(note):
        return to_mend(note)
    headers = {"Content-Disposition": 'attachment; filename="note.eml"'}
    return Response(_draft(note), mimetype="message/rfc822", headers=headers)


def _draft(note: Note) -> bytes:
    viewer = request_cycle.viewer()
    try:
        return letters.draft(note, viewer.name, viewer.email)
    except BadHeader as error:
        raise Refused(N_("One of the addresses cannot stand in a mail. Look at it once more.")) from error


def _refuse_not_theirs(note: Note) -> None:
    senders.refuse_not_theirs(db.session(), note.interview, note, request_cycle.viewer().by)


def _is_to_mend(note: Note) -> bool:
    return note_status.is_open(note) and not _read(note).is_ready


def _read(note: Note) -> Review:
    return review(db.session(), note, note.subject, note.body)


def _way(note: Note) -> str:
    return senders.way_of(db.session(), note, request_cycle.viewer().by)


def _form(note: Note, way: str) -> SendingForm:
    window = approval_queries.window_of(db.session(), note, request_cycle.now())
    return SendingForm(window, right_away=str(RIGHT_AWAY[way]))


def _shown(note: Note, form: SendingForm, way: str, found: Review, again_form: AgainForm | None = None) -> str:
    return render_template(
        "notes/sending.html",
        note=note,
        form=form,
        way=way,
        review=found,
        told=editor.told,
        mailto=letters.mailto(note) if disclosure.may_see_recipient(note) else None,
        **note_status.shown(note, again_form),
    )
