"""Signing in by an emailed code: asking for it by address, and entering it, or opening the link that came with it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import actions, permissions, queries, sign_in_codes
from portal.accounts.models import Account
from portal.core import access
from portal.core import rate_limits as table
from portal.core.command import VISITOR, Actor
from portal.core.db import db
from portal.reminders import schedule
from portal.web.accounts import first_sign_in
from portal.web.accounts.sessions import start_session
from portal.web.shared import code_sign_in, form_replay, rate_limits, request_cycle, security_events
from portal.web.shared.code_sign_in import CodeRequestForm, EmailedCodeForm
from portal.web.shared.recent_sign_in import ConfirmForm
from portal.web.shared.responses import ViewResponse
from portal.web.shared.safe_paths import local_path
from portal.web.shared.sign_in_form import SignInForm

blueprint = Blueprint("emailed_code", __name__)


@blueprint.post("/sign-in/email-code/request")
@access.public
@rate_limits.limited(table.CODES_OF_IP, rate_limits.by_ip)
@rate_limits.limited(table.CODES_OF_BROWSER, rate_limits.by_browser)
def ask_by_address() -> ViewResponse:
    """Email a code to the candidate with the address in the sign-in form."""
    form, target, held = SignInForm(), local_path(request.form.get("next")), request.form.get("held", "")
    form.needs_no_password()
    if form.validate_on_submit():
        recipient = sign_in_codes.recipient_at(db.session(), form.email.data)
        if code_sign_in.ask(form, recipient, target):
            return code_sign_in.show_entry(held)
    return render_template("accounts/sign_in.html", form=form, next=target, held=held), 422


@blueprint.get("/sign-in/email-code")
@access.public
def page() -> ViewResponse:
    if not code_sign_in.browser_token():
        return redirect(url_for("sign_in.page"))
    return code_sign_in.entry_page()


@blueprint.post("/sign-in/email-code")
@access.public
@rate_limits.limited(table.CODE_ENTRIES, rate_limits.by_ip)
def enter() -> ViewResponse:
    form, held = EmailedCodeForm(), request.form.get("held", "")
    if not form.validate_on_submit():
        return code_sign_in.entry_page(form, held, 422)
    entry = sign_in_codes.enter_code(request_cycle.command(VISITOR), code_sign_in.browser_token(), form.digits)
    if entry.account is not None:
        return code_sign_in.lead_on(_sign_in(entry.account))
    row = sign_in_codes.find(db.session(), code_sign_in.browser_token())
    security_events.mark_failed_sign_in(row.account if row else None)
    request_cycle.commit_refusal()
    form.reject(entry.state)
    return code_sign_in.entry_page(form, held, 422)


@blueprint.post("/sign-in/email-code/again")
@access.public
@rate_limits.limited(table.CODES_OF_IP, rate_limits.by_ip)
@rate_limits.limited(table.CODES_OF_BROWSER, rate_limits.by_browser)
def ask_again() -> ViewResponse:
    """Email a new code to whoever got the one that this browser asked for; that one ends."""
    row, held = sign_in_codes.find(db.session(), code_sign_in.browser_token()), request.form.get("held", "")
    if row is None:
        return redirect(url_for("sign_in.page"))
    form = EmailedCodeForm(formdata=None)
    if code_sign_in.ask(form, sign_in_codes.again(row), code_sign_in.target()):
        flash(gettext("We’re emailing a new code. Only the newest one works."), "success")
        return code_sign_in.show_entry(held)
    return code_sign_in.entry_page(form, held, 429)


@blueprint.route("/sign-in/link/<token>", methods=["GET", "POST"])
@access.public
@rate_limits.limited(table.CODE_ENTRIES, rate_limits.by_ip, methods=["POST"])
def open_link(token: str) -> ViewResponse:
    """Show the button that signs this browser in, and use up the link when it is pressed."""
    if request.method == "GET":
        return render_template(
            "accounts/code_link.html", form=CodeRequestForm(), has_asked=code_sign_in.pending() is not None
        )
    entry = sign_in_codes.enter_link(request_cycle.command(VISITOR), code_sign_in.browser_token(), token)
    if entry.account is not None:
        return _sign_in(entry.account)
    return render_template("accounts/code_link.html", form=CodeRequestForm(formdata=None), has_asked=False), 410


@blueprint.post("/me/confirmation/code")
@access.requires(permissions.SIGN_IN, to_sign_in=True)
@rate_limits.limited(table.CODES_OF_IP, rate_limits.by_ip)
@rate_limits.limited(table.CODES_OF_BROWSER, rate_limits.by_browser)
def confirm_by_code() -> ViewResponse:
    """Email a code to a candidate without a password, before what needs a recent sign-in."""
    mine = queries.get_account(db.session(), request_cycle.viewer().account_id)
    form, target, held = CodeRequestForm(), local_path(request.form.get("next")), request.form.get("held", "")
    if code_sign_in.ask(form, sign_in_codes.recipient_of(mine, ""), target):
        return code_sign_in.show_entry(held)
    confirm = ConfirmForm.of_viewer(formdata=None)
    return render_template("accounts/confirm.html", form=confirm, next=target, file="", held=held), 429


def _sign_in(account: Account) -> Response:
    """Start a session, or confirm the one that the person has here; then lead to where the code was asked for."""
    viewer, target, zone = request_cycle.viewer_or_none(), code_sign_in.target(), first_sign_in.take_zone()
    if zone:
        first_sign_in.move_candidate(request_cycle.command(Actor("account", account.id, account.role)), account, zone)
    schedule.recompute(db.session(), account.id, request_cycle.now())
    if viewer is None or viewer.account_id != account.id:
        return start_session(account, target)
    actions.confirm_session(request_cycle.command(), viewer.token or "")
    code_sign_in.forget()
    typed = form_replay.parse_held_form(request.form.get("held"))
    if typed is not None:
        return Response(render_template("accounts/replay_form.html", held=typed, confirmed=True), mimetype="text/html")
    return redirect(target)
