"""Signing in and out, invitations, and forgotten passwords."""

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_login import current_user, logout_user
from werkzeug.wrappers import Response

from portal.accounts import actions, queries
from portal.accounts.models import Account
from portal.audit.actions import VISITOR, By
from portal.core import access
from portal.core import limits as table
from portal.core.db import db
from portal.core.errors import Refused
from portal.prompts import waking
from portal.web.accounts.forms import ForgottenForm, NewPasswordForm
from portal.web.shared import form_replay, login, rate_limits, request_cycle, security_events
from portal.web.shared.responses import Page, page
from portal.web.shared.safe_paths import own_path
from portal.web.shared.sign_in_form import SignInForm

blueprint = Blueprint("sign_in", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"], endpoint="page")
@access.public
@rate_limits.limited(table.SIGN_INS, rate_limits.address_and_account, methods=["POST"])
@rate_limits.limited(table.SIGN_INS_FROM_ADDRESS, rate_limits.address, methods=["POST"])
@rate_limits.limited(table.SIGN_INS_TO_ACCOUNT, rate_limits.account, methods=["POST"], exempt_when=rate_limits.at_home)
def sign_in() -> Page:
    form, target = SignInForm(), own_path(request.values.get("next"))
    if form.validate_on_submit():
        token = actions.sign_in(
            db.session(), form.email.data, form.password.data, **security_events.device(), now=request_cycle.now()
        )
        if token is not None:
            return _let_in(token, target)
        security_events.note_sign_in(queries.by_email(db.session(), form.email.data))
        form.turn_away()
    if request.method == "GET":
        form.email.data = request.args.get("email")
    return page("accounts/sign_in.html", form, next=target, held=request.form.get("held", ""))


@blueprint.post("/sign-out")
@access.public
def sign_out() -> Response:
    if current_user.is_authenticated:
        actions.sign_out(db.session(), current_user.get_id(), by=current_user.by, now=request_cycle.now())
    logout_user()
    session.clear()
    flash(gettext("You’re signed out."), "success")
    answer = redirect(url_for("sign_in.page"))
    for name in ("kept", "shown"):
        answer.delete_cookie(name, samesite="Lax", secure=request.is_secure)
    # Never "cookies": that would end the sessions of agencies on sibling hosts.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@blueprint.route("/password", methods=["GET", "POST"])
@access.public
@rate_limits.limited(table.PASSWORD_REQUESTS, rate_limits.address, methods=["POST"])
@rate_limits.limited(table.PASSWORD_EMAILS, rate_limits.account, methods=["POST"])
def forgotten() -> Page:
    form = ForgottenForm()
    if form.validate_on_submit():
        actions.request_password(db.session(), form.email.data, by=VISITOR, now=request_cycle.now())
        return render_template("accounts/password_email_sent.html", email=form.email.data)
    return page("accounts/forgot_password.html", form)


@blueprint.route("/password/<token>", methods=["GET", "POST"])
@access.public
def password(token: str) -> Page:
    return _choose("password", token)


@blueprint.route("/invitations/<token>", methods=["GET", "POST"])
@access.public
def invitation(token: str) -> Page:
    return _choose("invitation", token)


def _choose(purpose: str, token: str) -> Page:
    """The page on which the holder of a link chooses a password; a link that is used up says so, and what to do."""
    row = queries.token(db.session(), purpose, token)
    if row is None or row.used_at is not None or row.expires_at <= request_cycle.now():
        return render_template("accounts/expired_link.html", purpose=purpose, used=row is not None and row.used_at), 410
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return page("accounts/choose_password.html", form, purpose=purpose, account=row.account)
    try:
        account = actions.use_token(
            db.session(), row, form.password.data, by=_holder(row.account), now=request_cycle.now()
        )
        waking.wake(db.session(), account.id, request_cycle.now())
    except Refused as refused:
        form.refuse(refused)
        return page("accounts/choose_password.html", form, purpose=purpose, account=row.account)
    return _let_in(
        actions.begin(db.session(), account, **security_events.device(), now=request_cycle.now()), url_for("today.page")
    )


def _let_in(token: str, target: str) -> Response:
    session.clear()
    login.start_session(token)
    typed = form_replay.read(request.form.get("held"))
    if typed is None:
        return redirect(target)
    g.pop("csrf_token", None)  # that of the session before
    return make_response(render_template("accounts/replay_form.html", held=typed))


def _holder(account: Account) -> By:
    return By("account", account.id, account.role)
