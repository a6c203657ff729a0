"""What a row of a list says after something was done in it, instead of opening another page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext

from portal.web.shared.fields import Form
from portal.web.shared.responses import ViewResponse

HEADER = "X-Row"
SECONDS = 20
"""How long a row says what was done, and offers to undo it."""


@dataclass(frozen=True)
class DoneRow:
    """A row after something was done: its list's name for it, who it is about, what is true now, and how to undo it.

    `undo_url` is None for what cannot be undone; `undo_fields` are sent to it.
    """

    name: str
    who: str
    said: str
    undo_url: str | None = None
    undo_fields: Mapping[str, Any] = field(default_factory=dict)


def respond(row: DoneRow, url: str) -> ViewResponse:
    """Return the row if the row asked, else lead to the page at `url`, which says the same."""
    if HEADER in request.headers:
        return render_template("today/_done_row.html", row=row, seconds=SECONDS), 201
    flash(row.said, "success")
    return redirect(url)


def respond_undone(said: str, url: str) -> ViewResponse:
    """Return nothing if the row asked, which then shows what it is now, else lead to the page at `url`."""
    if HEADER in request.headers:
        return "", 204
    flash(said, "success")
    return redirect(url)


def respond_refused(form: Form, url: str) -> ViewResponse:
    """Return what is wrong with the form, for the sheet that it was sent from."""
    problems = [str(error) for errors in form.errors.values() for error in errors]
    if HEADER in request.headers:
        return render_template("errors/_message.html", title=gettext("Not saved"), detail=" ".join(problems)), 422
    flash(" ".join(problems), "error")
    return redirect(url)
