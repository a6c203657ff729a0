"""How a browser's session begins, once the password and the code were right, and how it ends."""

from datetime import timedelta

from flask import after_this_request, flash, g, make_response, redirect, render_template, request, session, url_for
from flask_login import logout_user
from werkzeug.wrappers import Response

from portal.accounts import actions, devices, queries
from portal.accounts.models import Account
from portal.core.db import db
from portal.core.services import services
from portal.web.accounts.forms import CodeForm
from portal.web.shared import form_replay, login, request_cycle, second_step, security_events

DEVICE_COOKIE_LIFETIME = timedelta(days=400)
"""The longest that browsers keep a cookie."""


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
    _remember_device(account, token)
    typed = form_replay.parse_held_form(request.form.get("held"))
    if typed is None:
        return redirect(target)
    g.pop("csrf_token", None)  # the token of the session before
    return make_response(render_template("accounts/replay_form.html", held=typed))


def end_session(message: str) -> Response:
    """Sign this browser out: it forgets what the pages left, and shows the message where it can sign in again."""
    logout_user()
    session.clear()
    flash(message, "success")
    answer = redirect(url_for("sign_in.page"))
    for name in ("kept", "shown"):
        answer.delete_cookie(name, samesite="Lax", secure=request.is_secure)
    # Never "cookies": that would end the sessions of agencies on sibling hosts.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def device_token() -> str | None:
    """Return the token by which this browser is known, if it is."""
    return request.cookies.get(_device_cookie())


def _remember_device(account: Account, token: str) -> None:
    device = devices.remember(request_cycle.command(), account, device_token(), token)

    @after_this_request
    def _set(response: Response) -> Response:
        lasts, secure = DEVICE_COOKIE_LIFETIME, _is_https()
        response.set_cookie(_device_cookie(), device, max_age=lasts, httponly=True, samesite="Lax", secure=secure)
        return response


def _device_cookie() -> str:
    return "__Host-device" if _is_https() else "device"


def _is_https() -> bool:
    return services().settings.url_scheme == "https"
