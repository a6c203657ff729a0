"""Flask-Login as the portal uses it: a session is a row of `sign_ins`, and the cookie holds that row's token.

`current_user` is the `Viewer`. The row can be revoked, which ends one session and no other, so the token is what
Flask-Login calls an alternative id. There is no "remember me" cookie: the row says how long the session lasts.
"""

from flask import Flask, Response, abort, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager, login_user
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts import queries as accounts
from portal.accounts.viewer import Viewer
from portal.core.db import db
from portal.web.shared import live_pages, recent_sign_in, request_cycle, security_events

SCOPE = "scope"


class CookieSessions(SecureCookieSessionInterface):
    """Sessions in a signed cookie, which an answer to a secret in an address neither sets nor depends on."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Set the cookie, where one may be."""
        if not request_cycle.is_by_address():
            super().save_session(app, session, response)


def install(app: Flask) -> None:
    """Have Flask-Login recognize who is signed in, and ask everyone else to sign in."""
    app.session_interface = CookieSessions()
    manager = LoginManager()
    # It would only mark a session as no longer fresh when the IP address changes, and nothing asks for a fresh one.
    manager.session_protection = None
    manager.user_loader(load_viewer)
    manager.unauthorized_handler(ask_to_sign_in)
    manager.needs_refresh_handler(recent_sign_in.ask_to_confirm)
    manager.init_app(app, add_context_processor=False)


def load_viewer(token: str) -> Viewer | None:
    """Return who holds this session's token, or None when nobody (any more) does.

    Flask-Login calls this when a request first reads `current_user`. It finds nobody before the request has entered
    an agency, and nobody on the second call: then the first has failed, and the error page must not fail with it.
    """
    if g.get("agency") is None or "viewer_was_looked_up" in g:
        return None
    g.viewer_was_looked_up = True
    return _find_viewer(token)


def ask_to_sign_in() -> BaseResponse:
    """Redirect a page to the sign-in page, which leads back to it; answer 401 to anything else."""
    if request.method != "GET" or "HX-Request" in request.headers:
        abort(401)
    return redirect(url_for("sign_in.page", next=request.full_path.rstrip("?")))


def start_session(token: str) -> None:
    """Sign this browser in with the token of a new session, from this request on."""
    login_user(_find_viewer(token))
    session.permanent = True


def _find_viewer(token: str) -> Viewer | None:
    return accounts.viewer_of(
        db.session(),
        token,
        now=request_cycle.now(),
        visibility=g.profile.visibility,
        scope=session.get(SCOPE),
        origin=security_events.request_origin(),
        is_seen=not live_pages.is_poll(),
    )
