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
from portal.web import edge, held, limits, login, refusals
from portal.web.answers import Page, page
from portal.web.forms.accounts import ForgottenForm, NewPasswordForm, SignInForm
from portal.web.safe_paths import own_path

blueprint = Blueprint("sign_in", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"], endpoint="page")
@access.public
@limits.limited(table.SIGN_INS, limits.address_and_account, methods=["POST"])
@limits.limited(table.SIGN_INS_FROM_ADDRESS, limits.address, methods=["POST"])
@limits.limited(table.SIGN_INS_TO_ACCOUNT, limits.account, methods=["POST"], exempt_when=limits.at_home)
def sign_in() -> Page:
    form, target = SignInForm(), own_path(request.values.get("next"))
    if form.validate_on_submit():
        token = actions.sign_in(db.session(), form.email.data, form.password.data, **_where(), now=edge.now())
        if token is not None:
            return _let_in(token, target)
        refusals.note_sign_in(queries.by_email(db.session(), form.email.data))
        form.turn_away()
    if request.method == "GET":
        form.email.data = request.args.get("email")
    return page("sign_in/page.html", form, next=target, held=request.form.get("held", ""))


@blueprint.post("/sign-out")
@access.public
def sign_out() -> Response:
    if current_user.is_authenticated:
        actions.sign_out(db.session(), current_user.get_id(), by=current_user.by, now=edge.now())
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
@limits.limited(table.PASSWORD_REQUESTS, limits.address, methods=["POST"])
@limits.limited(table.PASSWORD_EMAILS, limits.account, methods=["POST"])
def forgotten() -> Page:
    form = ForgottenForm()
    if form.validate_on_submit():
        actions.request_password(db.session(), form.email.data, by=VISITOR, now=edge.now())
        return render_template("sign_in/sent.html", email=form.email.data)
    return page("sign_in/forgotten.html", form)


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
    if row is None or row.used_at is not None or row.expires_at <= edge.now():
        return render_template("sign_in/old_link.html", purpose=purpose, used=row is not None and row.used_at), 410
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return page("sign_in/choose.html", form, purpose=purpose, account=row.account)
    try:
        account = actions.use_token(db.session(), row, form.password.data, by=_holder(row.account), now=edge.now())
        waking.wake(db.session(), account.id, edge.now())
    except Refused as refused:
        form.refuse(refused)
        return page("sign_in/choose.html", form, purpose=purpose, account=row.account)
    return _let_in(actions.begin(db.session(), account, **_where(), now=edge.now()), url_for("today.page"))


def _let_in(token: str, target: str) -> Response:
    session.clear()
    login.start_session(token)
    typed = held.read(request.form.get("held"))
    if typed is None:
        return redirect(target)
    g.pop("csrf_token", None)  # that of the session before
    return make_response(render_template("sign_in/held.html", held=typed))


def _where() -> dict[str, str]:
    return {"address": request.remote_addr or "", "browser": request.user_agent.string, "origin": refusals.origin()}


def _holder(account: Account) -> By:
    return By("account", account.id, account.role)
