"""What a view returns: a page, the page again with its errors, or a redirect."""

from collections.abc import Iterator
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Response as FlaskResponse
from flask import g, render_template, request, stream_with_context
from sqlalchemy import Select, func, select
from werkzeug.wrappers import Response

from portal.core import tenancy
from portal.core.db import db
from portal.web.shared.fields import Form
from portal.web.shared.safe_paths import local_path

Part = TypeVar("Part", str, bytes)
ViewResponse = Response | str | tuple[str, int]
PAGE_SIZE = 50


def render_form(template: str, form: Form, /, **values: Any) -> ViewResponse:
    """Return the page with its form; with status 422 if it was sent and has errors to fix."""
    body = render_template(template, form=form, **values)
    return (body, 422) if request.method == "POST" else body


def stream_file(lines: Iterator[Part], filename: str, mimetype: str) -> FlaskResponse:
    """Return a download that is written while it is read; `lines` may query the database."""

    def inside() -> Iterator[Part]:
        tenancy.enter(db.session(), g.agency.id)  # the request's own session was closed when its response began
        yield from lines

    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return FlaskResponse(stream_with_context(inside()), mimetype=mimetype, headers=headers)


def return_url(otherwise: str) -> str:
    """Return the page that the person came from to fill something in, as `?back=` says; else the other one."""
    return local_path(request.args["back"]) if "back" in request.args else otherwise


def count_rows(query: Select[Any]) -> int:
    """Return how many rows the query has."""
    every = query.limit(None).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(every)) or 0


def paginate(query: Select[Any]) -> tuple[list[Any], str | None]:
    """Return a page of rows and the URL of the next one, None on the last; `?page=` beyond the end is empty."""
    number = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    rows = list(db.session.scalars(query.limit(PAGE_SIZE + 1).offset((number - 1) * PAGE_SIZE)).unique())
    if len(rows) <= PAGE_SIZE:
        return rows, None
    return rows[:PAGE_SIZE], f"{request.path}?{urlencode(request.args.to_dict() | {'page': number + 1})}"
