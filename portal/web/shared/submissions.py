"""Tokens in forms that add something: the same form sent twice adds one thing (docs/rules.md#submissions).

How a route adopts it:

1. Put `@submissions.creates` below `@access.requires(...)`. The view calls `form.accepts(...)` or `form.takes(...)`
   before it saves, shows the form again with `render_form(...)` if that returns False, and else redirects.
2. Before it redirects it says how "Update it" changes what was added. `submissions.set_update_path(path)` names the
   route that takes the same fields. Where there is none, `submissions.set_added(row.id)` has them sent here again, and
   the view changes the row that `submissions.row_to_update()` names. Without either, the page offers "View it" instead.
3. Begin the form in the template with `open_form`, or put `{{ form_token() }}` and `{{ already_added(form) }}` into a
   `<form>` of its own. A view with no form to show again is `@submissions.creates_by_button`, and its button
   `post_button(..., creates=True)`.

A form that is shown again because of errors or a question ("save anyway") keeps its token: nothing is claimed by a
request that saves nothing. `tests/web/shared/test_submissions.py` goes through the routes and requires each POST to be
declared, or listed there as harmless to repeat.
"""

import hashlib
import json
import re
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, current_app, flash, g, redirect, render_template, request
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.core import submissions
from portal.core.db import db
from portal.core.errors import N_, ActionRefused
from portal.web.shared import request_cycle

View = TypeVar("View", bound=Callable[..., Any])
TOKEN_FIELD = "form_token"  # noqa: S105 - the name of a field
EXCLUDED_FIELDS = ("csrf_token", "kept", TOKEN_FIELD)
_TOKEN = re.compile("([0-9a-f]{32})(?:-([0-9a-f]{32}))?")
"""A form's token, and the token of the form whose row it is to change."""
_DECLARED = "portal_creates"


@dataclass(frozen=True)
class SubmissionProblem:
    """Why this request may save nothing: its form carries no token, or what it adds was added before.

    `location` and `update_path` say where what was added is shown and changed; None without a token. `update_token` is
    the token with which the form changes it, sent where it was sent before.
    """

    status: int
    location: str | None = None
    update_path: str | None = None
    update_token: str | None = None


def install(app: Flask) -> None:
    """Let templates put tokens into their forms."""
    app.jinja_env.globals.update(form_token=form_token, new_form_token=new_form_token)


def creates(view: View) -> View:
    """Declare that the view's form adds something: a repeated POST gets the first answer, and saves nothing."""
    return _declare(view, lambda values: _render_with_form(view, values))


def creates_by_button(view: View) -> View:
    """Declare the same of a view without a page of its own: what is wrong is said on a page that holds the form."""
    return _declare(view, lambda _values: _render_alone())


def is_declared(view: Callable[..., Any]) -> bool:
    """Return whether the view declared that it adds something."""
    return bool(getattr(view, _DECLARED, False))


def set_update_path(path: str) -> None:
    """Say which route takes the fields of this form to change what it added."""
    g.update_path = path


def set_added(row_id: uuid.UUID) -> None:
    """Say which row this form added or changed: the form changes that row if it is sent again to update it."""
    g.added_id = row_id


def row_to_update() -> uuid.UUID | None:
    """Return the id of the row that this form is to change; None for a form that adds one.

    Raise `ActionRefused` if it is not known any more.
    """
    _, earlier = _sent_tokens()
    if earlier is None:
        return None
    found = submissions.find(db.session(), request_cycle.viewer().account_id, earlier)
    if found is None or found.added_id is None:
        raise ActionRefused(N_("What you added can’t be found any more. Open it from its page to change it."))
    return found.added_id


def submission_problem() -> SubmissionProblem | None:
    """Return why this request may save nothing, if that is so."""
    found: SubmissionProblem | None = g.get("submission_problem")
    return found


def new_form_token() -> str:
    """Return a token for a form that nobody has sent yet."""
    return secrets.token_hex(16)


def form_token(*, new: bool = False) -> Markup:
    """Return the hidden field with the form's token: the one that was sent, where the form is shown again."""
    sent = None if new or _sent_tokens()[0] is None else request.form.getlist(TOKEN_FIELD)[-1]
    value = sent or new_form_token()
    return Markup('<input type="hidden" name="{}" value="{}">').format(TOKEN_FIELD, value)


def _declare(view: View, show: Callable[[dict[str, Any]], Response]) -> View:
    @wraps(view)
    def guarded(**values: Any) -> Any:
        if request.method != "POST":
            return view(**values)
        (token, _), account_id = _sent_tokens(), request_cycle.viewer().account_id
        if token is None:
            g.submission_problem = SubmissionProblem(400)
            return show(values)
        earlier = submissions.claim(db.session(), account_id, token, _body_digest(), request_cycle.now())
        if earlier is None:
            return _record_response(current_app.make_response(view(**values)), token)
        if earlier.body_digest == _body_digest():
            flash(gettext("Saved."), "success")
            return redirect(earlier.location or request.path)
        update = f"{new_form_token()}-{token}" if earlier.added_id else None
        g.submission_problem = SubmissionProblem(409, earlier.location, earlier.update_path, update)
        return show(values)

    setattr(guarded, _DECLARED, True)
    return guarded  # type: ignore[return-value]


def _record_response(response: Response, token: str) -> Response:
    """Keep where a saved form led; a page that was only shown again, or looked at, leaves the token unused."""
    account_id = request_cycle.viewer().account_id
    if 300 <= response.status_code < 400:
        changed = {"update_path": g.get("update_path"), "added_id": g.get("added_id")}
        submissions.record_response(db.session(), account_id, token, response.location or "", **changed)
    elif response.status_code < 300:
        submissions.release(db.session(), account_id, token)
    return response


def _render_with_form(view: Callable[..., Any], values: dict[str, Any]) -> Response:
    response = current_app.make_response(view(**values))
    if response.status_code == 422:
        response.status_code = g.submission_problem.status
    return response


def _render_alone() -> Response:
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in EXCLUDED_FIELDS]
    body = render_template("errors/already_submitted.html", problem=g.submission_problem, fields=fields)
    return current_app.make_response((body, g.submission_problem.status))


def _sent_tokens() -> tuple[str | None, str | None]:
    """Return the token of this request's form, the last one, for a button may bring a new one; and of the earlier form.

    The earlier form is the one that added what this one is to change.
    """
    sent = request.form.getlist(TOKEN_FIELD) if request.method == "POST" else []
    found = _TOKEN.fullmatch(sent[-1]) if sent else None
    return (found[1], found[2]) if found else (None, None)


def _body_digest() -> str:
    """Return a digest of where the form was sent and what it held, its files by their names."""
    sent = [pair for pair in request.form.items(multi=True) if pair[0] not in EXCLUDED_FIELDS]
    files = [(field, file.filename) for field, file in request.files.items(multi=True) if file.filename]
    return hashlib.sha256(json.dumps([request.path, sent, *files]).encode()).hexdigest()
