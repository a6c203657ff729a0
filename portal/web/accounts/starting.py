"""How a sign-in goes on once the password was right, and once everything was."""

from flask import g, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from portal.accounts import actions, queries
from portal.accounts.models import Account
from portal.core.db import db
from portal.web.accounts.forms import CodeForm
from portal.web.shared import form_replay, login, request_cycle, second_step, security_events


def continue_sign_in(account: Account, target: str) -> Response:
    """Sign the account in, or ask for its code first; the password was right. `target` is where it leads."""
    if not queries.has_second_factor(db.session(), account.id):
        return start_session(account, target)
    second_step.begin(account)
    held = request.form.get("held")
    if held:  # as long as it is, only a page can carry it on
        form = CodeForm(formdata=None)
        return make_response(render_template("accounts/sign_in_code.html", form=form, next=target, held=held))
    return redirect(url_for("sign_in_code.page", next=target))


def start_session(account: Account, target: str) -> Response:
    """Sign the account in on this browser, and lead to `target`, or to what was typed before."""
    session.clear()
    token = actions.start_session(db.session(), account, **security_events.device(), now=request_cycle.now())
    login.start_session(token)
    typed = form_replay.parse_held_form(request.form.get("held"))
    if typed is None:
        return redirect(target)
    g.pop("csrf_token", None)  # the token of the session before
    return make_response(render_template("accounts/replay_form.html", held=typed))
