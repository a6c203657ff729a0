"""What a person sees when something goes wrong: what happened, what to do next, and an id that is also in the log."""

import logging
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from psycopg.errors import ForeignKeyViolation, UniqueViolation
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError

from portal.core.errors import N_, ActionRefused, AgencySuspended, NotFound, SecondFactorMissing
from portal.core.rate_limits import DEFAULT_MESSAGE, RateLimitReached, format_wait
from portal.core.services import services
from portal.notes.sending_policy import ApprovalRequired
from portal.web.shared import form_replay, rate_limits
from portal.web.shared.safe_paths import HOME_PATH, local_path
from portal.web.shared.sign_in_form import SignInForm

_log = logging.getLogger(__name__)

ERROR_TEXTS = {
    400: (N_("We couldn’t handle that request"), N_("Go back, reload the page and try again.")),
    401: (N_("Sign in to continue"), N_("You were signed out. Sign in and try again.")),
    403: (N_("You don’t have access to this"), N_("If you need access, ask your agency’s owner.")),
    404: (N_("Page not found"), N_("The link may be old, or you may not have access. Start again from Today.")),
    405: (N_("That link doesn’t do anything by itself"), N_("Open the page it came from and use the button there.")),
    409: (
        N_("That didn’t go through"),
        N_("Nothing was saved. Reload the page to see how it reads now, then try again."),
    ),
    413: (
        N_("That’s too much to send at once"),
        N_(
            "Nothing was saved. Use your browser’s Back button to get your text back, then send less "
            "text or a smaller file."
        ),
    ),
    415: (N_("We couldn’t read what was sent"), N_("Nothing was saved. Open the page again and use the form there.")),
    429: (N_("Too many attempts"), DEFAULT_MESSAGE),
    503: (
        N_("The portal can’t reach its database right now"),
        N_("Nothing was saved. What you typed is still on the page before: go back, wait a minute, and try again."),
    ),
    500: (
        N_("Something went wrong on our side"),
        N_("Nothing was saved. Try again. If it keeps happening, send us the ID below."),
    ),
}

CONSTRAINT_MESSAGES: dict[type, str] = {
    UniqueViolation: N_("Nothing was saved: this is already on file. Reload the page to see it."),
    ForeignKeyViolation: N_(
        "Nothing was saved: something this belongs to is gone. Reload the page to see what is there."
    ),
}
KEPT_MESSAGES = {
    "notes.save": N_("Your note is kept. Sign in to go on."),
    "sending.send": N_("Not sent. Your note is kept. Sign in to go on."),
}
"""What the sign-in page says of what was typed, by the endpoint that the form was sent to."""
UNUSABLE_VALUE = N_(
    "Nothing was saved: a field is blank or has something that can’t be kept. Go back and check each field."
)


def install(app: Flask) -> None:
    """Answer every failure of the app with a page, or with a sentence if only part of a page was asked for."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(NotFound, lambda _: _error_page(404))
    app.register_error_handler(AgencySuspended, _agency_suspended)
    app.register_error_handler(SecondFactorMissing, _second_factor_missing)
    app.register_error_handler(ActionRefused, _action_refused)
    app.register_error_handler(RateLimitReached, _limit_reached)
    app.register_error_handler(ApprovalRequired, _approval_required)
    app.register_error_handler(IntegrityError, _integrity_error)
    app.register_error_handler(DataError, _data_error)
    app.register_error_handler(OperationalError, _database_unavailable)
    app.register_error_handler(PoolTimeout, _database_unavailable)
    app.register_error_handler(CSRFError, _csrf_error)
    if services(app).settings.environment != "dev":
        app.register_error_handler(Exception, _unexpected)


def _http_error(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    if error.code == 405 and request.method == "GET" and (above := _parent_page()):
        return redirect(above)
    if isinstance(error, InternalServerError) and error.original_exception is not None:
        original = error.original_exception
        return (
            _database_unavailable(original)
            if isinstance(original, OperationalError | PoolTimeout)
            else _unexpected(original)
        )
    typed = form_replay.capture_form() if error.code == 401 else None
    if error.code == 429:
        return _too_many_requests(error)
    return _sign_in_page(typed) if typed else _error_page(error.code)


def _is_note_sent() -> bool:
    """Return whether this form sends a note: its writer reads it again and presses again, and it is never replayed."""
    return request.endpoint == "sending.send"


def _parent_page() -> str | None:
    """Return the nearest page above an address that only takes forms: a refused form was shown there, and reloaded."""
    parts, routes = request.path.split("/"), current_app.create_url_adapter(request)
    above = ("/".join(parts[:count]) for count in range(len(parts) - 1, 1, -1))
    return next((path for path in above if routes and routes.test(path, "GET")), None)


def _second_factor_missing(_error: SecondFactorMissing) -> Any:
    """Lead a page to where two-step sign-in is set up; refuse a form, whose text its page still holds."""
    if request.method == "GET" and "HX-Request" not in request.headers:
        return redirect(url_for("second_factor.start"))
    return _error_page(
        403, detail=gettext("Your agency requires two-step sign-in. Set it up on your account page first.")
    )


def _agency_suspended(_error: AgencySuspended) -> Any:
    """Say what happened on a page that leads nowhere: every other page of this host answers the same."""
    return render_template("errors/suspended.html"), 503


def _action_refused(error: ActionRefused) -> Any:
    return _error_page(409, detail=gettext(error.sentence, **error.values))


def _limit_reached(error: RateLimitReached) -> Any:
    return _error_page(429, detail=gettext(error.sentence, **error.values))


def _too_many_requests(_error: HTTPException) -> Any:
    seconds = rate_limits.retry_after_seconds()
    answer = make_response(
        _error_page(429, detail=gettext(DEFAULT_MESSAGE, wait=format_wait(timedelta(seconds=seconds))))
    )
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _approval_required(error: ApprovalRequired) -> Any:
    """Show why the person may not send the note themselves, and where they submit it or hand it to their recruiter."""
    found = {"interview": error.interview, "note": error.note, "way": error.way}
    return render_template(
        "approvals/approval_required.html", why=gettext(error.sentence, **error.values), **found
    ), 409


def _integrity_error(error: IntegrityError) -> Any:
    """Answer with what the constraint says happened: a second row, a row that is gone, or input that can't be kept."""
    kind = type(error.orig)
    constraint = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    if kind not in CONSTRAINT_MESSAGES:
        _log.error("%s: a form let a value pass that breaks %s: %s", _error_id(), constraint, kind.__name__)
        return _error_page(400, detail=gettext(UNUSABLE_VALUE))
    _log.warning("%s: a row clashed at %s: %s", _error_id(), constraint, kind.__name__)
    return _error_page(409, detail=gettext(CONSTRAINT_MESSAGES[kind]))


def _data_error(error: DataError) -> Any:
    """Answer for a value that PostgreSQL can't hold, such as a NUL."""
    _log.warning("%s: a value cannot be kept: %s", _error_id(), type(error.orig).__name__)
    return _error_page(400, detail=gettext(UNUSABLE_VALUE))


def _database_unavailable(error: BaseException) -> Any:
    """Log one line and answer 503: the database is away, hangs, or is too busy, and trying again helps."""
    reason = str(getattr(error, "orig", error)).partition("\n")[0]
    _log.warning("%s: %s: the database did not answer: %s", _error_id(), request.endpoint, reason)
    body, status = _error_page(503)
    return body, status, {"Retry-After": "30"}


def _csrf_error(_error: CSRFError) -> Any:
    """Handle a form from before a new sign-in or a sign-out, and hold what was typed on it."""
    typed = form_replay.capture_form()
    if typed is None:
        return _error_page(400, detail=gettext("This page was open too long. Reload it and try again."))
    if not current_user.is_authenticated:
        return _sign_in_page(typed)
    if _is_note_sent():
        flash(gettext("You signed in again, so this wasn’t sent yet. Read it once more, then send it."), "info")
        return redirect(request.path)
    return render_template("accounts/replay_form.html", held=typed), 400


def _sign_in_page(typed: form_replay.HeldForm) -> Any:
    """Return the sign-in page, which holds what was typed, or leads back to the note that was to be sent."""
    form, kept = SignInForm(formdata=None), KEPT_MESSAGES.get(request.endpoint or "")
    values = {"next": typed.path, "held": ""} if _is_note_sent() else {"next": "", "held": typed.written()}
    return render_template("accounts/sign_in.html", form=form, kept=kept and gettext(kept), **values), 401


def _unexpected(error: BaseException) -> Any:
    _log.error("%s: %s %s failed", _error_id(), request.method, request.endpoint, exc_info=error)
    return _error_page(500)


def _error_page(status: int, detail: str | None = None) -> Any:
    title, advice = ERROR_TEXTS.get(status, ERROR_TEXTS[500] if status >= 500 else ERROR_TEXTS[400])
    values = {"title": gettext(title), "detail": detail or gettext(advice), "status": status, "error_id": _error_id()}
    values["back"] = _back_url()
    if "HX-Request" in request.headers:
        return render_template("errors/_message.html", **values), status
    return render_template("errors/page.html", **values), status


def _back_url() -> str | None:
    """Return the page of this host that the form was on; None if no form was sent from one."""
    came_from = (request.referrer or "").partition(request.headers.get("Host") or HOME_PATH)[2]
    return local_path(came_from) if request.method == "POST" and local_path(came_from) != HOME_PATH else None


def _error_id() -> str:
    return str(g.get("request_id", "-"))
