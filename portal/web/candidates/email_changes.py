"""A new email address: confirmed by its link; a candidate's is canceled or sent again by recruiters, too."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import email_changes, permissions
from portal.accounts.models import Account, EmailChange
from portal.candidates import email_changes as candidate_changes
from portal.candidates import queries
from portal.core import access
from portal.core.command import Actor
from portal.core.db import db
from portal.core.errors import ActionRefused, NotFound
from portal.notes import actions as notes
from portal.reminders import schedule
from portal.web.shared import request_cycle, submissions
from portal.web.shared.merge_fields import candidate_values
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("email_changes", __name__)


@blueprint.get("/email-changes/<token>")
@access.public
def show(token: str) -> ViewResponse:
    """Show the new address and a button; opening the link alone changes nothing."""
    row = _load_usable(token)
    if row is None:
        return render_template("candidates/email_change_expired.html"), 410
    return render_template("candidates/email_change.html", change=row, token=token, wrong=None)


@blueprint.post("/email-changes/<token>")
@access.public
def confirm(token: str) -> ViewResponse:
    row, session, now = _load_usable(token), db.session(), request_cycle.now()
    if row is None:
        return render_template("candidates/email_change_expired.html"), 410
    account: Account = row.account
    command = request_cycle.command(Actor("account", account.id, account.role))
    try:
        candidate = candidate_changes.confirm(command, row)
    except ActionRefused as refused:
        wrong = gettext(refused.sentence, **refused.values)
        return render_template("candidates/email_change.html", change=row, token=token, wrong=wrong), 409
    if candidate is not None:
        notes.fill_in_waiting_notes(command, candidate.id, candidate_values(candidate))
        schedule.recompute(session, account.id, now)
    flash(gettext("Your email address is confirmed. Sign in with %(email)s.", email=row.new_email), "success")
    return redirect(url_for("sign_in.page", email=row.new_email))


@blueprint.post("/candidates/<uuid:candidate_id>/email-change/resend")
@access.requires(permissions.EDIT_CANDIDATES)
@submissions.creates_by_button
def resend(candidate_id: uuid.UUID) -> Response:
    row = _load_pending(candidate_id)
    email_changes.resend(request_cycle.command(), row)
    flash(gettext("A new confirmation email to %(email)s is waiting to send.", email=row.new_email), "success")
    return redirect(url_for("candidates.detail", candidate_id=candidate_id))


@blueprint.post("/candidates/<uuid:candidate_id>/email-change/cancel")
@access.requires(permissions.EDIT_CANDIDATES)
def cancel(candidate_id: uuid.UUID) -> Response:
    row = _load_pending(candidate_id)
    email_changes.cancel(request_cycle.command(), row)
    flash(gettext("Canceled. The email address stays %(email)s.", email=row.old_email), "success")
    return redirect(url_for("candidates.detail", candidate_id=candidate_id))


def _load_usable(token: str) -> EmailChange | None:
    row = email_changes.find_by_token(db.session(), token)
    return row if row is not None and not row.is_closed and row.expires_at > request_cycle.now() else None


def _load_pending(candidate_id: uuid.UUID) -> EmailChange:
    candidate = queries.get_candidate(db.session(), request_cycle.viewer(), candidate_id)
    row = email_changes.pending_change(db.session(), candidate.account_id)
    if row is None:
        raise NotFound("email_change")
    return row
