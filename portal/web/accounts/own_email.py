"""The viewer's own email address, in any role: a new one is confirmed by its link before it takes effect."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import email_changes, permissions, queries
from portal.accounts.models import Account, EmailChange
from portal.candidates import email_changes as candidate_changes
from portal.core import access
from portal.core.db import db
from portal.core.errors import NotFound
from portal.core.rate_limits import CONFIRMATIONS
from portal.web.accounts.forms import EmailForm
from portal.web.shared import rate_limits, request_cycle, submissions
from portal.web.shared.responses import ViewResponse, render_form

blueprint = Blueprint("own_email", __name__, url_prefix="/me/email")


@blueprint.get("", endpoint="page")
@access.requires(permissions.SIGN_IN)
def show() -> ViewResponse:
    return _render(EmailForm())


@blueprint.post("")
@access.requires(permissions.SIGN_IN, recent=True)
@rate_limits.limited_per_person(CONFIRMATIONS)
def change() -> ViewResponse:
    form, mine = EmailForm(), _own_account()
    command = request_cycle.command()
    if not form.accepts(lambda: candidate_changes.request_own_change(command, mine, form.email.data)):
        return _render(form)
    flash(gettext("Sending a link to %(email)s. Open it to confirm the address.", email=form.email.data), "success")
    return redirect(url_for("own_email.page"))


@blueprint.post("/resend")
@access.requires(permissions.SIGN_IN)
@submissions.creates_by_button
def resend() -> Response:
    row = _load_pending()
    email_changes.resend(request_cycle.command(), row)
    flash(gettext("Sending a new link to %(email)s.", email=row.new_email), "success")
    return redirect(url_for("own_email.page"))


@blueprint.post("/cancel")
@access.requires(permissions.SIGN_IN)
def cancel() -> Response:
    row = _load_pending()
    email_changes.cancel(request_cycle.command(), row)
    flash(gettext("Canceled. Your email address stays %(email)s.", email=row.old_email), "success")
    return redirect(url_for("account.edit"))


def _render(form: EmailForm) -> ViewResponse:
    pending = email_changes.pending_change(db.session(), request_cycle.viewer().account_id)
    return render_form("accounts/own_email.html", form, change=pending, now=request_cycle.now())


def _load_pending() -> EmailChange:
    row = email_changes.pending_change(db.session(), request_cycle.viewer().account_id)
    if row is None:
        raise NotFound("email_change")
    return row


def _own_account() -> Account:
    return queries.get_account(db.session(), request_cycle.viewer().account_id)
