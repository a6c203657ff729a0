"""What a view gives back: a page, the page again with what is wrong, or a way on."""

from typing import Any
from urllib.parse import urlencode

from flask import render_template, request
from sqlalchemy import Select
from werkzeug.wrappers import Response

from portal.core.db import db
from portal.web.shared.fields import Form
from portal.web.shared.safe_paths import local_path

ViewResponse = Response | str | tuple[str, int]
PAGE_SIZE = 50


def render_form(template: str, form: Form, /, **values: Any) -> ViewResponse:
    """The page with its form; 422 where it was sent and something in it is to be mended."""
    body = render_template(template, form=form, **values)
    return (body, 422) if request.method == "POST" else body


def return_url(otherwise: str) -> str:
    """The page that somebody came from to fill something in, as `?back=` says; else the other one."""
    return local_path(request.args["back"]) if "back" in request.args else otherwise


def paginate(query: Select[Any]) -> tuple[list[Any], str | None]:
    """A page of rows and where the next one is, None on the last; `?page=` beyond the end is empty."""
    number = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    rows = list(db.session.scalars(query.limit(PAGE_SIZE + 1).offset((number - 1) * PAGE_SIZE)).unique())
    if len(rows) <= PAGE_SIZE:
        return rows, None
    return rows[:PAGE_SIZE], f"{request.path}?{urlencode(request.args.to_dict() | {'page': number + 1})}"
