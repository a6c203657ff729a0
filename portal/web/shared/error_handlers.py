"""What a person sees when something goes wrong: what happened, what to do next, and an id the log has too."""

import logging
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, g, make_response, redirect, render_template, request
from flask_babel import gettext
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from psycopg.errors import ForeignKeyViolation, UniqueViolation
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError

from portal.core.errors import N_, Missing, Refused
from portal.core.limits import SENTENCE, LimitReached, in_words
from portal.notes.senders import NotTheirs
from portal.web.shared import form_replay, rate_limits
from portal.web.shared.safe_paths import HOME, own_path
from portal.web.shared.sign_in_form import SignInForm

_log = logging.getLogger(__name__)

TEXTS = {
    400: (N_("That request was not understood"), N_("Go back, reload the page and try again.")),
    401: (N_("Please sign in"), N_("You were signed out. Sign in and try again.")),
    403: (N_("You may not do that here"), N_("Ask the agency's owner if you think you should.")),
    404: (N_("There is nothing here"), N_("The link may be old, or it is not yours to see. Start again from Today.")),
    405: (N_("That link does nothing by itself"), N_("Open the page it came from and use its button.")),
    409: (
        N_("That could not be done"),
        N_("Nothing was saved. Reload the page to see how it reads now, then try again."),
    ),
    413: (
        N_("That is more than can be sent at once"),
        N_("Nothing was saved. Your browser's Back button still has what you typed: take less, or a smaller file."),
    ),
    415: (N_("We couldn’t read what was sent"), N_("Nothing was saved. Open the page again and use the form there.")),
    429: (N_("Too many attempts"), SENTENCE),
    503: (
        N_("The portal can’t reach its database right now"),
        N_("Nothing was saved. What you typed is still on the page before: go back, wait a minute, and try again."),
    ),
    500: (
        N_("Something went wrong on our side"),
        N_("Nothing was saved. Try again; if it stays, tell us the id below."),
    ),
}

CLASHES: dict[type, str] = {
    UniqueViolation: N_("Nothing was saved: this is already on file. Reload the page to see it."),
    ForeignKeyViolation: N_(
        "Nothing was saved: something this belongs to is gone. Reload the page to see what is there."
    ),
}
UNUSABLE = N_("Nothing was saved: a field is blank or has something that can’t be kept. Go back and check each field.")


def install(app: Flask) -> None:
    """Every failure of the app is a page, or a sentence for a part of one."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Missing, lambda _: _page(404))
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(LimitReached, _limit_reached)
    app.register_error_handler(NotTheirs, _not_theirs)
    app.register_error_handler(IntegrityError, _not_saved)
    app.register_error_handler(DataError, _not_kept)
    app.register_error_handler(OperationalError, _away)
    app.register_error_handler(PoolTimeout, _away)
    app.register_error_handler(CSRFError, _stale_form)
    if app.config["SETTINGS"].environment != "dev":
        app.register_error_handler(Exception, _unexpected)


def _http(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    if error.code == 405 and request.method == "GET" and (above := _page_above()):
        return redirect(above)
    if isinstance(error, InternalServerError) and error.original_exception is not None:
        original = error.original_exception
        return _away(original) if isinstance(original, OperationalError | PoolTimeout) else _unexpected(original)
    typed = form_replay.of_request() if error.code == 401 else None
    if error.code == 429:
        return _limited(error)
    return _sign_in(typed) if typed else _page(error.code)


def _page_above() -> str | None:
    """Return the nearest page above an address that only takes forms: a refused form was shown there, and reloaded."""
    parts, routes = request.path.split("/"), current_app.create_url_adapter(request)
    above = ("/".join(parts[:count]) for count in range(len(parts) - 1, 1, -1))
    return next((path for path in above if routes and routes.test(path, "GET")), None)


def _refused(error: Refused) -> Any:
    return _page(409, detail=gettext(error.sentence, **error.values))


def _limit_reached(error: LimitReached) -> Any:
    return _page(429, detail=gettext(error.sentence, **error.values))


def _limited(_error: HTTPException) -> Any:
    seconds = rate_limits.seconds_to_wait()
    answer = make_response(_page(429, detail=gettext(SENTENCE, wait=in_words(timedelta(seconds=seconds)))))
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _not_theirs(error: NotTheirs) -> Any:
    """Why they may not send it themselves, and where they have it looked at, or give it to their recruiter."""
    found = {"interview": error.interview, "note": error.note, "way": error.way}
    return render_template(
        "approvals/approval_required.html", why=gettext(error.sentence, **error.values), **found
    ), 409


def _not_saved(error: IntegrityError) -> Any:
    """Answer with what the constraint says happened: a second row, a row that is gone, or input that can't be kept."""
    kind = type(error.orig)
    constraint = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    if kind not in CLASHES:
        _log.error("%s: a form let a value pass that breaks %s: %s", _id(), constraint, kind.__name__)
        return _page(400, detail=gettext(UNUSABLE))
    _log.warning("%s: a row clashed at %s: %s", _id(), constraint, kind.__name__)
    return _page(409, detail=gettext(CLASHES[kind]))


def _not_kept(error: DataError) -> Any:
    """Answer for a value that PostgreSQL can't hold, such as a NUL."""
    _log.warning("%s: a value cannot be kept: %s", _id(), type(error.orig).__name__)
    return _page(400, detail=gettext(UNUSABLE))


def _away(error: BaseException) -> Any:
    """The database is away, hangs, or is too busy to answer in time: one line of log, and the same page again helps."""
    reason = str(getattr(error, "orig", error)).partition("\n")[0]
    _log.warning("%s: %s: the database did not answer: %s", _id(), request.endpoint, reason)
    body, status = _page(503)
    return body, status, {"Retry-After": "30"}


def _stale_form(_error: CSRFError) -> Any:
    """A page from before its reader signed in anew, or out; what was typed on it is held."""
    typed = form_replay.of_request()
    if typed is None:
        return _page(400, detail=gettext("This page was open for too long. Reload it and send it again."))
    if not current_user.is_authenticated:
        return _sign_in(typed)
    return render_template("accounts/replay_form.html", held=typed), 400


def _sign_in(typed: form_replay.Held) -> Any:
    """The page to sign in, which holds what was typed."""
    form = SignInForm(formdata=None)
    return render_template("accounts/sign_in.html", form=form, next="", held=typed.written()), 401


def _unexpected(error: BaseException) -> Any:
    _log.error("%s: %s %s failed", _id(), request.method, request.endpoint, exc_info=error)
    return _page(500)


def _page(status: int, detail: str | None = None) -> Any:
    title, advice = TEXTS.get(status, TEXTS[500] if status >= 500 else TEXTS[400])
    values = {"title": gettext(title), "detail": detail or gettext(advice), "status": status, "error_id": _id()}
    values["back"] = _back()
    if "HX-Request" in request.headers:
        return render_template("errors/_message.html", **values), status
    return render_template("errors/page.html", **values), status


def _back() -> str | None:
    """The page of this host that the form stood on, where it was one that was sent."""
    came_from = (request.referrer or "").partition(request.headers.get("Host") or HOME)[2]
    return own_path(came_from) if request.method == "POST" and own_path(came_from) != HOME else None


def _id() -> str:
    return str(g.get("request_id", "-"))
