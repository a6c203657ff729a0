"""Signing in and out, invitations, and forgotten passwords."""

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.accounts import actions, queries, sign_in_codes
from portal.accounts.models import Account, AccountToken
from portal.accounts.rules import CANDIDATE
from portal.core import access
from portal.core import rate_limits as table
from portal.core.command import VISITOR, Actor
from portal.core.db import db
from portal.reminders import schedule
from portal.web.accounts import first_sign_in
from portal.web.accounts.forms import FirstSignInForm, ForgotPasswordForm, NewPasswordForm
from portal.web.accounts.sessions import continue_sign_in, end_session
from portal.web.shared import code_sign_in, rate_limits, request_cycle, security_events
from portal.web.shared.responses import ViewResponse, render_form
from portal.web.shared.safe_paths import local_path
from portal.web.shared.sign_in_form import SignInForm

blueprint = Blueprint("sign_in", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"], endpoint="page")
@access.public
@rate_limits.limited(table.SIGN_INS, rate_limits.by_ip_and_account, methods=["POST"])
@rate_limits.limited(table.SIGN_INS_FROM_ADDRESS, rate_limits.by_ip, methods=["POST"])
@rate_limits.limited(
    table.SIGN_INS_TO_ACCOUNT, rate_limits.by_account, methods=["POST"], exempt_when=rate_limits.is_known_ip
)
def sign_in() -> ViewResponse:
    form, target = SignInForm(), local_path(request.values.get("next"))
    if form.validate_on_submit():
        account = actions.authenticate(db.session(), form.email.data, form.password.data)
        if account is not None:
            return continue_sign_in(account, target)
        security_events.mark_failed_sign_in(queries.find_by_email(db.session(), form.email.data))
        form.reject_credentials()
    if request.method == "GET":
        form.email.data = request.args.get("email")
    return render_form("accounts/sign_in.html", form, next=target, held=request.form.get("held", ""))


@blueprint.post("/sign-out")
@access.public
def sign_out() -> Response:
    if current_user.is_authenticated:
        actions.sign_out(request_cycle.command(), current_user.get_id())
    return end_session(gettext("You’re signed out."))


@blueprint.route("/password", methods=["GET", "POST"])
@access.public
@rate_limits.limited(table.PASSWORD_REQUESTS, rate_limits.by_ip, methods=["POST"])
@rate_limits.limited(table.PASSWORD_EMAILS, rate_limits.by_account, methods=["POST"])
def forgot_password() -> ViewResponse:
    form = ForgotPasswordForm()
    if form.validate_on_submit():
        actions.request_password_reset(request_cycle.command(VISITOR), form.email.data)
        return render_template("accounts/password_email_sent.html", email=form.email.data)
    return render_form("accounts/forgot_password.html", form)


@blueprint.route("/password/<token>", methods=["GET", "POST"])
@access.public
def choose_password(token: str) -> ViewResponse:
    return _choose_password("password", token)


@blueprint.route("/invitations/<token>", methods=["GET", "POST"])
@access.public
def accept_invitation(token: str) -> ViewResponse:
    return _choose_password("invitation", token)


@blueprint.post("/invitations/<token>/code")
@access.public
@rate_limits.limited(table.CODES_OF_IP, rate_limits.by_ip)
@rate_limits.limited(table.CODES_OF_BROWSER, rate_limits.by_browser)
def start_with_code(token: str) -> ViewResponse:
    """Email a code to a candidate who was invited; entering it accepts the invitation, without a password."""
    row = _live_token("invitation", token)
    if row is None or row.account.role != CANDIDATE:
        return _expired("invitation", token)
    form = _form_for(row.account)
    form.needs_no_password()
    if form.validate_on_submit():
        recipient = sign_in_codes.recipient_of(row.account, token)
        if code_sign_in.ask(form, recipient, url_for("today.index")):
            first_sign_in.remember_zone(form)
            return code_sign_in.show_entry()
    return _password_page(form, row.account, token)


def _choose_password(purpose: str, token: str) -> ViewResponse:
    """Show the page where the holder of a link chooses a password, and sign them in; answer 410 to a dead link."""
    row = _live_token(purpose, token)
    if row is None:
        return _expired(purpose, token)
    account: Account = row.account
    form = _form_for(account)
    if not form.accepts(lambda: _redeem(row, form)):
        return _password_page(form, account, token if purpose == "invitation" else None)
    return continue_sign_in(account, url_for("today.index"))


def _live_token(purpose: str, token: str) -> AccountToken | None:
    row = queries.find_token(db.session(), purpose, token)
    return None if row is None or row.used_at is not None or row.expires_at <= request_cycle.now() else row


def _expired(purpose: str, token: str) -> ViewResponse:
    row = queries.find_token(db.session(), purpose, token)
    return render_template("accounts/expired_link.html", purpose=purpose, used=row is not None and row.used_at), 410


def _password_page(form: NewPasswordForm, account: Account, invitation: str | None) -> ViewResponse:
    """Return the page; an invited candidate can start with a code instead."""
    offers = invitation is not None and account.role == CANDIDATE
    by_code = url_for("sign_in.start_with_code", token=invitation) if offers else None
    return render_form("accounts/choose_password.html", form, account=account, by_code=by_code)


def _form_for(account: Account) -> NewPasswordForm:
    """Return the form for a password alone, or, at the first sign-in, with name and time zone."""
    if account.accepted_at is not None:
        return NewPasswordForm()
    name = account.name if account.is_named else None
    form = FirstSignInForm(data={"name": name, "time_zone": account.time_zone})
    if account.role == CANDIDATE:
        del form.name
    return form


def _redeem(row: AccountToken, form: NewPasswordForm) -> None:
    account, command = row.account, request_cycle.command(_token_holder(row.account))
    chosen = {field: form[field].data for field in ("name", "time_zone") if field in form}
    actions.redeem_token(command, row, form.password.data, **chosen)
    if account.role == CANDIDATE and "time_zone" in chosen:
        first_sign_in.move_candidate(command, account, chosen["time_zone"])
    schedule.recompute(command.session, account.id, command.now)


def _token_holder(account: Account) -> Actor:
    return Actor("account", account.id, account.role)
