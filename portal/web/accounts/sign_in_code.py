"""The page that asks for the code of an authenticator app, after the password."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from portal.accounts import second_factor
from portal.accounts.models import AccountToken
from portal.core import access
from portal.core.command import Actor
from portal.core.rate_limits import CODES, CODES_TO_ACCOUNT
from portal.web.accounts.forms import CodeForm, RecoveryCodeForm
from portal.web.accounts.sessions import start_session
from portal.web.shared import rate_limits, request_cycle, second_step, security_events
from portal.web.shared.responses import ViewResponse, render_form
from portal.web.shared.safe_paths import local_path
from portal.web.shared.sign_in_form import SignInForm

blueprint = Blueprint("sign_in_code", __name__)


@blueprint.route("/sign-in/code", methods=["GET", "POST"], endpoint="page")
@access.public
@rate_limits.limited(CODES, second_step.by_ip_and_account, methods=["POST"])
@rate_limits.limited(CODES_TO_ACCOUNT, second_step.by_account, methods=["POST"], exempt_when=second_step.is_known_ip)
def enter_code() -> ViewResponse:
    return _ask(CodeForm(), "accounts/sign_in_code.html")


@blueprint.route("/sign-in/recovery-code", methods=["GET", "POST"], endpoint="recovery")
@access.public
@rate_limits.limited(CODES, second_step.by_ip_and_account, methods=["POST"])
@rate_limits.limited(CODES_TO_ACCOUNT, second_step.by_account, methods=["POST"], exempt_when=second_step.is_known_ip)
def enter_recovery_code() -> ViewResponse:
    return _ask(RecoveryCodeForm(), "accounts/sign_in_recovery.html")


def _ask(form: CodeForm | RecoveryCodeForm, template: str) -> ViewResponse:
    """Show the form, and sign in whoever enters a code that is right."""
    target, held = local_path(request.values.get("next")), request.form.get("held", "")
    row = second_step.waiting_sign_in()
    if row is None:
        return _start_over(target, held)
    if form.accepts(lambda: _use(row, form.code.data)):
        return start_session(row.account, target)
    if form.errors:
        security_events.mark_failed_sign_in(row.account)
    return render_form(template, form, next=target, held=held)


def _use(row: AccountToken, code: str) -> None:
    account = row.account
    by = Actor("account", account.id, account.role, security_events.request_origin())
    second_factor.finish_sign_in(request_cycle.command(by), row, code)


def _start_over(target: str, held: str) -> ViewResponse:
    """Lead back to the password: no sign-in waits for its code in this browser, or not any more."""
    if held:
        return render_template("accounts/sign_in.html", form=SignInForm(formdata=None), next=target, held=held), 401
    flash(gettext("Sign in again. We wait 10 minutes for the code."), "info")
    return redirect(url_for("sign_in.page", next=target))
