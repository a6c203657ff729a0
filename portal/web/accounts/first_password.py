"""A password for a candidate who has signed in by emailed codes so far: offered, and never required."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext

from portal.accounts import actions, permissions, queries
from portal.core import access
from portal.core.db import db
from portal.core.errors import N_, ActionRefused
from portal.core.rate_limits import PASSWORD_CHANGES
from portal.web.accounts.forms import NewPasswordForm
from portal.web.shared import login, rate_limits, request_cycle, security_events
from portal.web.shared.responses import ViewResponse, render_form

blueprint = Blueprint("first_password", __name__)


@blueprint.get("/me/first-password")
@access.requires(permissions.SIGN_IN, recent=True)
def page() -> ViewResponse:
    if queries.has_password(db.session(), request_cycle.viewer().account_id):
        return redirect(url_for("account.edit"))
    return render_form("accounts/first_password.html", NewPasswordForm())


@blueprint.post("/me/first-password/set")
@access.requires(permissions.SIGN_IN, recent=True)
@rate_limits.limited_per_person(PASSWORD_CHANGES)
def save() -> ViewResponse:
    form = NewPasswordForm()
    if not form.accepts(lambda: _set(form.password.data)):
        return render_form("accounts/first_password.html", form)
    flash(gettext("Password saved. You can still sign in with a code."), "success")
    return redirect(url_for("account.edit"))


def _set(password: str) -> None:
    """Set the password, and start this browser's session anew: setting it ended them all."""
    command, viewer = request_cycle.command(), request_cycle.viewer()
    if queries.has_password(command.session, viewer.account_id):
        raise ActionRefused(N_("You already have a password. Change it on your account page."))
    mine = queries.get_account(command.session, viewer.account_id)
    actions.set_password(command, mine, password)
    since, here = viewer.confirmed_at, security_events.device()
    login.start_session(actions.start_session(command.session, mine, since, **here, now=command.now))
