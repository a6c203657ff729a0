"""What surrounds every request: which agency, which person, whether they may; then one commit, or none."""

import logging
import re
import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, Response, abort, current_app, g, request
from flask.globals import request_ctx
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts import rules
from portal.accounts.viewer import Viewer
from portal.agencies import queries as agencies
from portal.core import access, clock, logs, tenancy, transaction
from portal.core.command import Actor, Command
from portal.core.db import db
from portal.core.errors import AgencySuspended, SecondFactorMissing
from portal.web.shared import security_events

_log = logging.getLogger(__name__)
FORM_TOKEN = re.compile("[0-9a-f]{24}")
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
SAVED_STATUSES, SHOWN_STATUSES = (201, 204, 302, 303), (200, 409, 422)
"""Statuses of the response to a form: it was saved, or its page is shown again with what it held."""


def now() -> datetime:
    """Return the portal's current moment for this whole request, in UTC."""
    if "now" not in g:
        g.now = tenancy.entered_at(db.session()) if g.get("agency") else clock.now(db.session())
    moment: datetime = g.now
    return moment


def today_at_agency() -> date:
    """Return the day that it is now at the agency."""
    return now().astimezone(ZoneInfo(g.profile.time_zone)).date()


def command(by: Actor | None = None) -> Command:
    """Return this request's command: the viewer's, who has to be signed in, or that of `by`."""
    return Command(db.session(), by or viewer().by, now())


def viewer() -> Viewer:
    """Return who is signed in; only for views that require it."""
    found = viewer_or_none()
    if found is None:
        abort(401)
    return found


def viewer_or_none() -> Viewer | None:
    """Return who is signed in, or None; outside of a request, None too."""
    found = current_user._get_current_object()  # noqa: SLF001 - how Werkzeug says to unwrap its proxy
    return found if isinstance(found, Viewer) else None


def install(app: Flask) -> None:
    """Have every request enter its tenant first, and end in one commit or none."""
    app.before_request(_begin_request)
    app.after_request(_end_request)
    app.teardown_appcontext(_close_session)


def _begin_request() -> BaseResponse | None:
    g.request_id = uuid.uuid4().hex[:12]
    logs.begin_request(g.request_id)
    g.agency = None
    if request_ctx.url_adapter is None:  # the host is malformed; the error page has links all the same
        request_ctx.url_adapter = current_app.url_map.bind("localhost")
    declared = _declared_access()
    if declared is not None and declared.any_host:
        return None
    _enter_agency()
    _refuse_other_bodies()
    return _check_access(declared)


def is_by_address() -> bool:
    """Return whether the secret in its address is all that this request's view asks for."""
    declared = _declared_access()
    return declared is not None and declared.by_address


def _declared_access() -> access.Access | None:
    if request.endpoint is None:
        return None
    return access.declared_access(current_app.view_functions[request.endpoint])


def _enter_agency() -> None:
    host = request.host.rpartition(":")[0] or request.host if ":" in request.host else request.host
    agency = agencies.enter_at_host(db.session(), host.lower())
    if agency is None:
        abort(404)
    if agency.suspended_at is not None:
        raise AgencySuspended
    logs.name_agency(agency.id)
    g.agency, g.profile = agency, agencies.profile(db.session())
    for row in (g.agency, g.profile):
        db.session().expunge(row)  # so that a page can still show its data after the transaction has failed


def _refuse_other_bodies() -> None:
    """Refuse bodies that are not forms: they would bypass the checks and limits that read a form's fields."""
    has_body = request.method not in ("GET", "HEAD", "OPTIONS") and (request.mimetype or request.content_length)
    if has_body and request.mimetype not in FORM_TYPES:
        abort(415)


def _check_access(declared: access.Access | None) -> BaseResponse | None:
    if declared is not None and declared.by_address:
        return None
    signed_in = current_user.is_authenticated  # looked up even for public pages: an error page must need no database
    if declared is None or declared.permission is None:
        return None
    if not signed_in:
        answer: BaseResponse = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        return answer
    if not current_user.may(declared.permission):
        abort(403)
    if not declared.to_sign_in and _must_set_up_second_factor():
        raise SecondFactorMissing
    if declared.recent and _does_something() and not rules.is_recent(current_user.confirmed_at, now()):
        asked: BaseResponse = current_app.login_manager.needs_refresh()  # type: ignore[attr-defined]
        return asked
    return None


def _must_set_up_second_factor() -> bool:
    found, since = viewer(), g.profile.second_factor_required_from
    return rules.must_set_up_second_factor(found.role, found.has_second_factor, since, today_at_agency())


def _does_something() -> bool:
    """Return whether this request does what its route is for, and does not only show the form for it."""
    return request.method == "POST" or request.url_rule is None or "POST" not in (request.url_rule.methods or ())


def commit_refusal() -> None:
    """Have this request commit although it is refused: all that it changed is that it counted a try."""
    g.commits_refusal = True


def _end_request(response: Response) -> Response:
    if "now" in g and (response.status_code < 400 or "commits_refusal" in g):
        transaction.commit(db.session(), g.now)
    else:
        transaction.rollback(db.session())
    if response.status_code >= 400 or "now" not in g:
        _record_refusal(response.status_code)
    if "now" in g:
        _set_form_cookie(response)
    return response


def _record_refusal(status: int) -> None:
    """Audit what was refused, in a transaction of its own; if that fails, the answer stays as it is."""
    try:
        if security_events.record_refusal(status):
            db.session.commit()
    except SQLAlchemyError as error:
        transaction.rollback(db.session())
        _log.error("%s: the refusal was not audited: %s", g.request_id, type(error).__name__)


def _set_form_cookie(response: Response) -> None:
    """Name the token of a form to the browser: `kept` once it is saved, `shown` where this page shows what it held.

    The browser forgets its own copy of what was saved, and offers back nothing that is shown (docs/rules.md#keeping).
    """
    token = _form_token()
    name = (
        "kept"
        if response.status_code in SAVED_STATUSES
        else "shown"
        if response.status_code in SHOWN_STATUSES
        else None
    )
    if name and FORM_TOKEN.fullmatch(token):
        response.set_cookie(name, token, max_age=600, samesite="Lax", secure=request.is_secure)


def _form_token() -> str:
    """Return the token of the form that was sent; empty if its body is larger than the limit."""
    try:
        return request.form.get("kept", "") if request.method == "POST" else ""
    except RequestEntityTooLarge:
        return ""


def _close_session(_error: BaseException | None) -> None:
    if db.session.registry.has():
        tenancy.leave(db.session())
        db.session.remove()
