"""The page that asks for the password again, before what needs a recent sign-in."""

from flask import Blueprint, redirect, render_template, request

from portal.accounts import actions, credentials, permissions, queries, rules, second_factor
from portal.accounts.models import Account
from portal.core import access
from portal.core.db import db
from portal.core.rate_limits import CONFIRMATIONS
from portal.web.shared import form_replay, rate_limits, recent_sign_in, request_cycle, security_events
from portal.web.shared.recent_sign_in import ConfirmForm
from portal.web.shared.responses import ViewResponse, render_form
from portal.web.shared.safe_paths import local_path

blueprint = Blueprint("confirmation", __name__)


@blueprint.get("/me/confirmation")
@access.requires(permissions.SIGN_IN, to_sign_in=True)
def page() -> ViewResponse:
    target, file = local_path(request.args.get("next")), request.args.get("file", "")
    if rules.is_recent(request_cycle.viewer().confirmed_at, request_cycle.now()):
        return _go_on(target, file)
    return render_form("accounts/confirm.html", ConfirmForm.of_viewer(), next=target, file=file, held="")


@blueprint.post("/me/confirmation")
@access.requires(permissions.SIGN_IN, to_sign_in=True)
@rate_limits.limited_per_person(CONFIRMATIONS)
def confirm() -> ViewResponse:
    form, target, held = ConfirmForm.of_viewer(), local_path(request.form.get("next")), request.form.get("held", "")
    file = request.form.get("file", "")
    if not (form.validate_on_submit() and _is_own_password(form) and _is_own_code(form)):
        return render_form("accounts/confirm.html", form, next=target, file=file, held=held)
    actions.confirm_session(request_cycle.command(), request_cycle.viewer().token or "")
    typed = form_replay.parse_held_form(held)
    if typed is not None:
        return render_template("accounts/replay_form.html", held=typed, confirmed=True)
    return _go_on(target, file)


def _go_on(target: str, file: str) -> ViewResponse:
    """Redirect to the page, and have it begin the download if a file was asked for."""
    if file:
        recent_sign_in.start_download(file)
    return redirect(target)


def _is_own_code(form: ConfirmForm) -> bool:
    if "code" not in form:
        return True
    mine = _own_account()
    if form.takes(lambda: second_factor.check(request_cycle.command(), mine, form.code.data)):
        return True
    security_events.mark_failed_sign_in(mine)
    return False


def _own_account() -> Account:
    return queries.get_account(db.session(), request_cycle.viewer().account_id)


def _is_own_password(form: ConfirmForm) -> bool:
    mine = _own_account()
    if credentials.verify_password(mine.password_hash, form.password.data):
        return True
    security_events.mark_failed_sign_in(mine)
    form.reject_password()
    return False
